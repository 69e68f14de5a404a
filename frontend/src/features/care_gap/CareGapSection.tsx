import { Badge, Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CareGap, CaseView } from "@/api/types";
import { openTask } from "@/features/task/open";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { useGapTitle } from "./care_gap";

const CareGapDialog = lazy(() => import("./CareGapDialog").then((m) => ({ default: m.CareGapDialog })));
const CloseDialog = lazy(() => import("./CloseDialog").then((m) => ({ default: m.CloseDialog })));

interface CareGapSectionProps {
  personId: string;
  current: CaseView | undefined;
}

/** What is due for a person, what shows that it was done, and what to do next. */
export function CareGapSection({ personId, current }: CareGapSectionProps) {
  const { t } = useTranslation();
  const [adding, add] = useState(false);
  const gaps = useCall("care_gap_list", { path: { id: personId } });
  const open = gaps.data?.items.filter(({ status }) => status === "open") ?? [];
  const of = (gap: CareGap) => (current?.id === gap.case_id ? current : undefined);
  const past = gaps.data?.items.filter(({ status }) => status !== "open") ?? [];
  return (
    <Section
      title={t("care_gap.title")}
      actions={
        <ActionButton
          can={current?.can ?? []}
          operation="care_gap_create"
          variant="default"
          onClick={() => add(true)}
        >
          {t("care_gap.add")}
        </ActionButton>
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t("care_gap.text")}
      </Text>
      {gaps.error && <ProblemNotice error={gaps.error} />}
      {gaps.isPending && <Waiting lines={2} height={44} />}
      {gaps.data && open.length === 0 && <Text c="dimmed">{t("care_gap.none")}</Text>}
      <Rows label={t("care_gap.title")}>
        {open.map((gap) => (
          <Gap key={gap.id} gap={gap} current={of(gap)} />
        ))}
      </Rows>
      {past.length > 0 && (
        <details>
          <Text component="summary" size="sm" c="dimmed" my="xs">
            {t("care_gap.past", { number: past.length })}
          </Text>
          <Rows label={t("care_gap.past", { number: past.length })}>
            {past.map((gap) => (
              <Gap key={gap.id} gap={gap} current={of(gap)} />
            ))}
          </Rows>
        </details>
      )}
      <Suspense>
        {adding && current && <CareGapDialog current={current} onClose={() => add(false)} />}
      </Suspense>
    </Section>
  );
}

interface GapProps {
  gap: CareGap;
  /** Its case, as far as that is the one in front of the reader. */
  current: CaseView | undefined;
}

function Gap({ gap, current }: GapProps) {
  const { t } = useTranslation();
  const titleOf = useGapTitle();
  const [act, setAct] = useState<"close" | "withdraw" | null>(null);
  const close = () => setAct(null);
  const withdraw = useAct("care_gap_withdraw", { onSuccess: close });
  const title = titleOf(gap);
  const next = t(`care_gap.next.${gap.kind}`);
  const open = gap.status === "open";
  const wrong = gap.status === "entered_in_error";
  return (
    <Row
      title={<span style={wrong ? { textDecoration: "line-through" } : undefined}>{title}</span>}
      detail={[
        t("care_gap.since", { on: formatDate(gap.opened_on) }),
        gap.due_on && open ? t("care_gap.due_on", { on: formatDate(gap.due_on) }) : "",
        gap.kind === "other" ? "" : gap.note,
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <Group gap={6}>
          {open && current?.can.includes("task_create") && (
            <Button
              size="compact-md"
              variant="default"
              aria-label={t("care_gap.of", { gap: title, what: t("care_gap.task") })}
              onClick={() =>
                openTask(
                  undefined,
                  t("care_gap.task_title", { gap: title, action: next }).slice(0, 200),
                  `care-gap.${gap.id}`,
                )
              }
            >
              {t("care_gap.task")}
            </Button>
          )}
          {gap.can.includes("care_gap_close") && (
            <Button
              size="compact-md"
              variant="default"
              aria-label={t("care_gap.of", { gap: title, what: t("care_gap.close") })}
              onClick={() => setAct("close")}
            >
              {t("care_gap.close")}
            </Button>
          )}
          {gap.can.includes("care_gap_withdraw") && (
            <Button
              size="compact-md"
              variant="subtle"
              color="red"
              aria-label={t("care_gap.of", { gap: title, what: t("care_gap.withdraw") })}
              onClick={() => setAct("withdraw")}
            >
              {t("care_gap.withdraw")}
            </Button>
          )}
        </Group>
      }
    >
      {open && (
        <>
          <Text size="sm">{t("care_gap.evidence", { text: t(`care_gap.shows.${gap.kind}`) })}</Text>
          <Text size="sm">{t("care_gap.action", { text: next })}</Text>
        </>
      )}
      {gap.status === "closed" && <Closed gap={gap} />}
      {gap.reason && <Text size="sm">{gap.reason}</Text>}
      <Suspense>
        {act === "close" && <CloseDialog gap={gap} title={title} zone={current?.time_zone} onClose={close} />}
      </Suspense>
      {act === "withdraw" && (
        <ReasonDialog
          draft={`care-gap-withdraw:${gap.id}`}
          title={t("care_gap.of", { gap: title, what: t("care_gap.withdraw") })}
          text={t("care_gap.withdraw_text")}
          label={t("care_gap.reason")}
          submit={t("care_gap.withdraw")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) =>
            withdraw.mutate({ path: { id: gap.id }, version: gap.version, body: { reason } })
          }
          onClose={close}
        />
      )}
    </Row>
  );
}

/** With what it was closed. */
function Closed({ gap }: { gap: CareGap }) {
  const { t } = useTranslation();
  const { evidence } = gap;
  return (
    <Group gap={6}>
      <Badge variant="light" color={evidence ? "teal" : "gray"}>
        {evidence
          ? t("care_gap.closed_with", {
              kind: t(`care_gap.evidences.${evidence.kind}`),
              on: evidence.on ? formatDate(evidence.on) : "",
            })
          : t("care_gap.closed_without")}
      </Badge>
      {evidence?.note && <Text size="sm">{evidence.note}</Text>}
    </Group>
  );
}
