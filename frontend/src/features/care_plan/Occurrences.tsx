import { Badge, Button, Radio, Stack, Table, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Occurrence } from "@/api/types";
import { formatDate, formatInstant } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";

const colors: Partial<Record<Occurrence["status"], string>> = {
  done: "teal",
  missed: "orange",
  refused: "orange",
};

/** Each time an intervention was and is due, and what came of it. */
export function Occurrences({ occurrences }: { occurrences: Occurrence[] }) {
  const { t } = useTranslation();
  const [settling, setSettling] = useState<Occurrence | null>(null);
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
                  {one.done_at && t("plan.adherence.done", { when: formatInstant(one.done_at) })} {one.reason}
                  {one.can.includes("occurrence_settle") && (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={t("plan.adherence.settle_of", { day: formatDate(one.due_on) })}
                      onClick={() => setSettling(one)}
                    >
                      {t("plan.adherence.settle")}
                    </Button>
                  )}
                  {one.can.includes("occurrence_reopen") && (
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-sm"
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
      {settling && <SettleDialog occurrence={settling} onClose={() => setSettling(null)} />}
    </>
  );
}

const outcomes = ["done", "missed", "refused", "excused"] as const;

function SettleDialog({ occurrence, onClose }: { occurrence: Occurrence; onClose: () => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>("done");
  const [at, setAt] = useState("");
  const [reason, setReason] = useState("");
  const settle = useAct("occurrence_settle", {
    onSuccess: () => {
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
            done_at: done && at ? new Date(at).toISOString() : null,
            reason: reason.trim() || null,
          },
        })
      }
      onClose={onClose}
    >
      <Radio.Group
        label={t("plan.adherence.outcome")}
        value={outcome}
        onChange={(next) => setOutcome(outcomes.find((known) => known === next) ?? outcome)}
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
        <TextInput
          type="datetime-local"
          label={t("plan.adherence.done_at")}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
          error={errors["done_at"]}
        />
      )}
      <Textarea
        label={t(done ? "plan.adherence.note" : "plan.adherence.reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={errors["reason"]}
        required={!done}
        autosize
        minRows={2}
        maxLength={2000}
      />
    </Dialog>
  );
}
