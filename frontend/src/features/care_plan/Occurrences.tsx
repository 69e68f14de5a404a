import { Badge, Button, Radio, Stack, Table, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Occurrence } from "@/api/types";
import { formatDate, formatInstant, instantOf } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import classes from "./CarePlan.module.css";

const colors: Partial<Record<Occurrence["status"], string>> = {
  done: "teal",
  missed: "orange",
  refused: "orange",
};

interface OccurrencesProps {
  caseId: string;
  occurrences: Occurrence[];
}

/** Each time an intervention was and is due, and what came of it. */
export function Occurrences({ caseId, occurrences }: OccurrencesProps) {
  const { t } = useTranslation();
  const zone = useCall("case_get", { path: { id: caseId } }).data?.time_zone;
  const [settlingId, setSettlingId] = useState<string | null>(null);
  const settling = occurrences.find(({ id }) => id === settlingId);
  const reopen = useAct("occurrence_reopen");
  return (
    <>
      {reopen.error && <ProblemNotice error={reopen.error} />}
      <Table.ScrollContainer minWidth={300}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("plan.adherence.due")}</Table.Th>
              <Table.Th>{t("plan.adherence.what")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {occurrences.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>{formatDate(one.due_on)}</Table.Td>
                <Table.Td>
                  <Badge variant="light" color={colors[one.status] ?? "gray"}>
                    {t(`plan.adherence.statuses.${one.status}`)}
                  </Badge>{" "}
                  {one.done_at && t("plan.adherence.done", { when: formatInstant(one.done_at, zone) })}{" "}
                  {one.end_reason ? t(`plan_says.ended.${one.end_reason}`) : one.reason}
                  {one.can.includes("occurrence_settle") && (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={t("plan.adherence.settle_of", { day: formatDate(one.due_on) })}
                      onClick={() => setSettlingId(one.id)}
                    >
                      {t("plan.adherence.settle")}
                    </Button>
                  )}
                  {one.can.includes("occurrence_reopen") && (
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-sm"
                      className={classes.quiet}
                      loading={reopen.isPending && reopen.variables.path.id === one.id}
                      aria-label={t("plan.adherence.reopen_of", { day: formatDate(one.due_on) })}
                      onClick={() => reopen.mutate({ path: { id: one.id }, version: one.version })}
                    >
                      {t("plan.adherence.reopen")}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {settling && zone && (
        <SettleDialog occurrence={settling} zone={zone} onClose={() => setSettlingId(null)} />
      )}
    </>
  );
}

const outcomes = ["done", "missed", "refused", "excused"] as const;

interface Typed {
  outcome: (typeof outcomes)[number];
  at: string;
  reason: string;
}

interface SettleDialogProps {
  occurrence: Occurrence;
  /** The program's time zone. */
  zone: string;
  onClose: () => void;
}

function SettleDialog({ occurrence, zone, onClose }: SettleDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft<Typed>(`occurrence:${occurrence.id}`, () => ({
    outcome: "done",
    at: "",
    reason: "",
  }));
  const { outcome, at, reason } = draft.value;
  const change = (part: Partial<Typed>) => draft.change({ ...draft.value, ...part });
  const settle = useAct("occurrence_settle", {
    onSuccess: () => {
      draft.discard();
      showDone(t("plan.adherence.settled"));
      onClose();
    },
  });
  const errors = fieldErrors(settle.error);
  const done = outcome === "done";
  return (
    <Dialog
      title={t("plan.adherence.settle_of", { day: formatDate(occurrence.due_on) })}
      submit={t("action.save")}
      busy={settle.isPending}
      error={settle.error}
      disabled={!done && !reason.trim()}
      onSubmit={() =>
        settle.mutate({
          path: { id: occurrence.id },
          version: occurrence.version,
          body: {
            outcome,
            done_at: done && at ? instantOf(at, zone) : null,
            reason: reason.trim() || null,
          },
        })
      }
      onClose={onClose}
    >
      <Radio.Group
        label={t("plan.adherence.outcome")}
        value={outcome}
        onChange={(next) => change({ outcome: outcomes.find((known) => known === next) ?? outcome })}
      >
        <Stack gap="xs" mt="xs">
          {outcomes.map((code) => (
            <Radio
              key={code}
              value={code}
              label={t(`plan.adherence.outcomes.${code}`)}
              description={t(`plan.adherence.outcome_text.${code}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {done && (
        <ZonedTimeInput
          zone={zone}
          label={t("plan.adherence.done_at")}
          value={at}
          onChange={(next) => change({ at: next })}
          error={errors["done_at"]}
        />
      )}
      <Textarea
        label={t(done ? "plan.adherence.note" : "plan.adherence.reason")}
        value={reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        required={!done}
        autosize
        minRows={2}
        maxLength={2000}
      />
    </Dialog>
  );
}
