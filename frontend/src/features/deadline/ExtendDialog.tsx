import { NumberInput, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { DeadlineView } from "@/api/types";
import { useHandedDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";

interface ExtendDialogProps {
  deadline: DeadlineView;
  /** How many days its rule allows. */
  most: number;
  title: string;
  onClose: () => void;
}

/** Takes the time that the law or the rule of a deadline allows, once. */
export function ExtendDialog({ deadline: { id, version }, most, title, onClose }: ExtendDialogProps) {
  const { t } = useTranslation();
  const extend = useAct("deadline_extend", { onSuccess: onClose });
  const { value, change, hand } = useHandedDraft(
    `deadline-extend:${id}`,
    () => ({ days: most as number | string, reason: "" }),
    extend.error,
  );
  const { days, reason } = value;
  const errors = fieldErrors(extend.error);
  const submit = () => {
    if (typeof days !== "number") return;
    hand();
    extend.mutate({ path: { id }, version, body: { days, reason: reason.trim() } });
  };
  return (
    <Dialog
      title={t("deadline.extend_title", { title })}
      submit={t("deadline.extend")}
      busy={extend.isPending}
      error={extend.error}
      disabled={!reason.trim() || typeof days !== "number"}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("deadline.extend_text", { count: most })}</Text>
      <NumberInput
        label={t("deadline.extend_days")}
        value={days}
        onChange={(next) => change({ ...value, days: next })}
        min={1}
        max={most}
        error={errors["days"]}
        required
      />
      <Textarea
        label={t("deadline.extend_reason")}
        value={reason}
        onChange={(event) => change({ ...value, reason: event.currentTarget.value })}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
      />
    </Dialog>
  );
}
