import { Badge, Button, Checkbox, Group, Select, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView, PersonOverview } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const Trend = lazy(() => import("./Trend").then((m) => ({ default: m.Trend })));
const route = getRouteApi("/people/$personId");
/** So many before the trend, which says more than a long list. */
const AT_FIRST = 4;
const modes = ["phone", "video", "in_person"] as const;

interface AssessmentTabProps {
  overview: PersonOverview;
  current: CaseView | undefined;
}

/** Start an instrument, go on with one, and see how scores move. */
export function AssessmentTab({ overview, current }: AssessmentTabProps) {
  const { t } = useTranslation();
  const words = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [all, setAll] = useDisclosure();
  const [starting, setStarting] = useState(search.focus === "start");
  const instruments = useCall("instrument_list", {}, { staleTime: Infinity, meta: { fixed: true } });
  const { assessments, person } = overview;
  const known = new Set(assessments.map(({ instrument }) => instrument));
  const shown = search.instrument ?? assessments[0]?.instrument;
  const choices = (instruments.data?.items ?? []).filter(({ code }) => known.has(code));

  return (
    <Stack gap="md">
      <Section
        title={t("assessment.title")}
        actions={
          <ActionButton
            can={current?.can ?? []}
            operation="assessment_create"
            onClick={() => setStarting(true)}
          >
            {t("assessment.start")}
          </ActionButton>
        }
      >
        {assessments.length === 0 && <Text c="dimmed">{t("assessment.none")}</Text>}
        <Rows>
          {(all ? assessments : assessments.slice(0, AT_FIRST)).map((one) => (
            <Row
              key={one.id}
              title={
                <Link to="/assessments/$assessmentId" params={{ assessmentId: one.id }}>
                  {one.title}
                </Link>
              }
              detail={t("assessment.by", {
                name: one.author.name,
                when: formatInstant(one.performed_at, current?.time_zone),
              })}
              actions={
                one.status === "completed" ? (
                  <Badge size="lg" variant="light" color="gray">
                    {one.score?.total} · {one.score?.bands[0]}
                  </Badge>
                ) : (
                  <>
                    <Badge size="lg" variant="light" color="yellow">
                      {words(one.status)}
                    </Badge>
                    <Button
                      component={Link}
                      to="/assessments/$assessmentId"
                      params={{ assessmentId: one.id } as never}
                      size="compact-md"
                      variant="light"
                    >
                      {t(one.status === "in_progress" ? "assessment.go_on" : "assessment.look")}
                    </Button>
                  </>
                )
              }
            />
          ))}
        </Rows>
        {assessments.length > AT_FIRST && (
          <Button
            variant="subtle"
            size="compact-md"
            mt="sm"
            ml={-8}
            onClick={setAll.toggle}
            aria-expanded={all}
          >
            {all ? t("action.less") : t("assessment.show_all", { count: assessments.length })}
          </Button>
        )}
      </Section>
      {shown && (
        <Section
          title={t("assessment.trend")}
          actions={
            choices.length > 1 && (
              <Select
                w={{ base: "100%", sm: 330 }}
                aria-label={t("assessment.instrument")}
                value={shown}
                onChange={(code) =>
                  void navigate({
                    search: (now) => ({ ...now, instrument: code ?? undefined }),
                    replace: true,
                    resetScroll: false,
                  })
                }
                data={choices.map(({ code, title }) => ({ value: code, label: title }))}
              />
            )
          }
        >
          <Suspense fallback={<Waiting lines={1} height={260} />}>
            <Trend personId={person.id} instrument={shown} zone={current?.time_zone} />
          </Suspense>
        </Section>
      )}
      {starting && current && <StartDialog caseId={current.id} onClose={() => setStarting(false)} />}
    </Stack>
  );
}

function StartDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const instruments = useCall("instrument_list", {}, { staleTime: Infinity, meta: { fixed: true } });
  const [chosen, setChosen] = useState<string | null>(null);
  const [mode, setMode] = useState<(typeof modes)[number]>("phone");
  const [initial, setInitial] = useState(false);
  const create = useAct("assessment_create", {
    onSuccess: ({ id }) => void navigate({ to: "/assessments/$assessmentId", params: { assessmentId: id } }),
  });
  const options = instruments.data?.items ?? [];
  const instrument = chosen ?? options[0]?.code ?? null;
  const submit = () => {
    if (!instrument) return;
    const body = { instrument, mode, initial, answers: {}, performed_at: new Date().toISOString() };
    create.mutate({ path: { id: caseId }, body });
  };
  return (
    <Dialog
      title={t("assessment.start")}
      submit={t("assessment.start_now")}
      busy={create.isPending}
      error={create.error ?? instruments.error}
      disabled={!instrument}
      onSubmit={submit}
      onClose={onClose}
    >
      <Group align="flex-end" grow>
        <Select
          label={t("assessment.instrument")}
          value={instrument}
          onChange={setChosen}
          data={options.map(({ code, title }) => ({ value: code, label: title }))}
          data-autofocus
          required
        />
      </Group>
      <ChoiceChips
        label={t("assessment.mode")}
        value={mode}
        onChange={setMode}
        options={modes}
        text={(one) => t(`contact.modes.${one}`)}
      />
      <Checkbox
        label={t("assessment.initial")}
        checked={initial}
        onChange={(event) => setInitial(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
