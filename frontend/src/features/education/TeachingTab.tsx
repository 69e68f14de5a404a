import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView, EducationSuggestion, NeedView, PersonView, Teaching } from "@/api/types";
import { AdvocacySection } from "@/features/advocacy/AdvocacySection";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const TeachDialog = lazy(() => import("./TeachDialog").then((m) => ({ default: m.TeachDialog })));

/** How many suggestions are shown until one asks for the rest. */
const FIRST = 5;

interface TeachingTabProps {
  person: PersonView;
  current: CaseView | undefined;
  needs: NeedView[];
}

/** What a person was taught and what fits them, with the reason; and what was asked for them. */
export function TeachingTab({ person, current, needs }: TeachingTabProps) {
  const { t } = useTranslation();
  const [item, teach] = useState<EducationSuggestion | null>(null);
  const [all, showAll] = useState(false);
  const teachings = useCall("teaching_list", { path: { id: person.id } });
  const fits = useCall("education_suggestion_list", { path: { id: person.id } });
  const shown = all ? (fits.data?.items ?? []) : (fits.data?.items.slice(0, FIRST) ?? []);
  const can = current?.can ?? [];
  return (
    <Stack gap="md">
      <Section title={t("education.taught")}>
        {teachings.error && <ProblemNotice error={teachings.error} />}
        {teachings.isPending && <Waiting lines={2} height={44} />}
        {teachings.data?.items.length === 0 && <Text c="dimmed">{t("education.taught_none")}</Text>}
        <Rows label={t("education.taught")}>
          {teachings.data?.items.map((own) => (
            <TeachingRow key={own.id} own={own} zone={current?.time_zone} />
          ))}
        </Rows>
      </Section>
      <Section title={t("education.fits")}>
        {fits.error && <ProblemNotice error={fits.error} />}
        {fits.isPending && <Waiting lines={3} height={60} />}
        {fits.data && !fits.data.reading_help && (
          <Text size="sm" c="dimmed" mb="xs">
            {t("education.literacy_unknown")}
          </Text>
        )}
        <Rows label={t("education.fits")}>
          {shown.map((fit) => (
            <FitRow key={fit.code} fit={fit} can={can} onTeach={() => teach(fit)} />
          ))}
        </Rows>
        {!all && (fits.data?.items.length ?? 0) > FIRST && (
          <Button variant="subtle" mt="xs" onClick={() => showAll(true)}>
            {t("education.all", { count: fits.data?.items.length ?? 0 })}
          </Button>
        )}
      </Section>
      <AdvocacySection personId={person.id} current={current} needs={needs} />
      <Suspense>
        {item && current && <TeachDialog item={item} current={current} onClose={() => teach(null)} />}
      </Suspense>
    </Stack>
  );
}

const colors = { understood: "teal", needs_more: "yellow", could_not: "orange" } as const;

function TeachingRow({ own, zone }: { own: Teaching; zone: string | undefined }) {
  const { t } = useTranslation();
  const [leaving, leave] = useState(false);
  const withdraw = useAct("teaching_withdraw", { onSuccess: () => leave(false) });
  const wrong = own.status === "entered_in_error";
  const rulers = (["readiness", "importance", "confidence"] as const)
    .filter((ruler) => own[ruler] != null)
    .map((ruler) => t(`education.ruler_value.${ruler}`, { value: own[ruler] ?? 0 }));
  const learner = own.learner_name
    ? t("education.caregiver_named", { name: own.learner_name })
    : t(`education.learners.${own.learner}`);
  return (
    <Row
      title={<span style={wrong ? { textDecoration: "line-through" } : undefined}>{own.title}</span>}
      detail={[
        formatInstant(own.taught_at, zone),
        own.author.name,
        learner,
        t(`education.ways.${own.way}`),
        t("education.minutes_count", { count: own.minutes }),
      ].join(" · ")}
      actions={
        <Group gap={6}>
          {wrong ? (
            <Badge variant="light" color="gray">
              {t("education.entered_in_error")}
            </Badge>
          ) : (
            <Badge variant="light" color={colors[own.teach_back]}>
              {t(`education.teach_backs.${own.teach_back}`)}
            </Badge>
          )}
          {own.can.includes("teaching_withdraw") && (
            <Button
              size="compact-md"
              variant="subtle"
              color="red"
              aria-label={t("education.withdraw_of", { title: own.title })}
              onClick={() => leave(true)}
            >
              {t("education.withdraw")}
            </Button>
          )}
        </Group>
      }
    >
      {rulers.length > 0 && <Text size="sm">{rulers.join(" · ")}</Text>}
      {own.note && <Text size="sm">{own.note}</Text>}
      {own.error_reason && <Text size="sm">{own.error_reason}</Text>}
      {leaving && (
        <ReasonDialog
          draft={`teaching-withdraw:${own.id}`}
          title={t("education.withdraw_of", { title: own.title })}
          text={t("education.withdraw_text")}
          label={t("education.withdraw_reason")}
          submit={t("education.withdraw")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) =>
            withdraw.mutate({ path: { id: own.id }, version: own.version, body: { reason } })
          }
          onClose={() => leave(false)}
        />
      )}
    </Row>
  );
}

interface FitRowProps {
  fit: EducationSuggestion;
  can: string[];
  onTeach: () => void;
}

function FitRow({ fit, can, onTeach }: FitRowProps) {
  const { t } = useTranslation();
  const reasons = fit.reasons.filter((reason) => reason !== "literacy_unknown");
  return (
    <Row
      title={
        <Link to="/education" search={{ item: fit.code, language: fit.language }}>
          {fit.title}
        </Link>
      }
      detail={[
        t(`education.topics.${fit.topic}`),
        fit.grade == null ? undefined : t("education.grade", { count: fit.grade }),
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <ActionButton
          can={can}
          operation="teaching_create"
          size="compact-md"
          variant="default"
          aria-label={t("education.teach_of", { title: fit.title })}
          onClick={onTeach}
        >
          {t("education.teach")}
        </ActionButton>
      }
    >
      <Text size="sm">{reasons.map((reason) => t(`education.reasons.${reason}`)).join(" · ")}</Text>
    </Row>
  );
}
