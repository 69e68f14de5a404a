import { Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { todayIn } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

const outcomes = ["goals_met", "transferred", "declined", "lost_contact", "ineligible", "deceased"] as const;

interface CaseCloseDialogProps {
  current: CaseView;
  /** The day of death, when the person's record has it. */
  deceasedOn: string | null | undefined;
  onClose: () => void;
}

/** Ends an enrolment with an outcome and a reason, and with the day of death where it ends with that. */
export function CaseCloseDialog({ current, deceasedOn, onClose }: CaseCloseDialogProps) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | null>(null);
  const [reason, setReason] = useState("");
  const [diedOn, setDiedOn] = useState("");
  const asksDay = outcome === "deceased" && !deceasedOn;
  const close = useAct("case_close", {
    onSuccess: () => {
      showDone(t("case.closed"));
      onClose();
    },
  });
  const errors = fieldErrors(close.error);
  const submit = () => {
    if (outcome)
      close.mutate({
        path: { id: current.id },
        version: current.version,
        body: { outcome: outcome, reason, died_on: asksDay ? diedOn : null },
      });
  };
  return (
    <Dialog
      title={t("case.close_title", { program: current.program.name })}
      submit={t("case.close")}
      danger
      busy={close.isPending}
      error={close.error}
      disabled={!outcome || !reason.trim() || (asksDay && !diedOn)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("case.close_text")}</Text>
      <Select
        label={t("case.outcome")}
        value={outcome}
        onChange={(next) => setOutcome(outcomes.find((known) => known === next) ?? null)}
        data={outcomes.map((code) => ({ value: code, label: t(`case.outcomes.${code}`) }))}
        error={errors["outcome"]}
        required
        data-autofocus
      />
      {asksDay && (
        <TextInput
          type="date"
          label={t("case.died_on")}
          value={diedOn}
          max={todayIn(current.time_zone)}
          onChange={(event) => setDiedOn(event.currentTarget.value)}
          error={errors["died_on"]}
          maw={320}
          required
        />
      )}
      <Textarea
        label={t("case.reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={errors["reason"]}
        autosize
        minRows={3}
        maxLength={2000}
        required
      />
    </Dialog>
  );
}
