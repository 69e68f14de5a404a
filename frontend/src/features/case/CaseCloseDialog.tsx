import { Select, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

const outcomes = ["goals_met", "transferred", "declined", "lost_contact", "ineligible", "deceased"] as const;

/** Ends an enrolment with an outcome and a reason. */
export function CaseCloseDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | null>(null);
  const [reason, setReason] = useState("");
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
        body: { outcome: outcome, reason },
      });
  };
  return (
    <Dialog
      title={t("case.close_title", { program: current.program.name })}
      submit={t("case.close")}
      danger
      busy={close.isPending}
      error={close.error}
      disabled={!outcome || !reason.trim()}
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
