import { Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseloadProposal } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

interface LockDialogProps {
  move: CaseloadProposal["moves"][number];
  onLocked: () => void;
  onClose: () => void;
}

/** Keeps a case with its owner: why, and until when. */
export function LockDialog({ move, onLocked, onClose }: LockDialogProps) {
  const { t } = useTranslation();
  const today = todayIn(useMe().time_zone);
  const draft = useDraft(`case-lock:${move.case_id}`, () => ({ reason: "", ends_on: "" }));
  const { reason, ends_on } = draft.value;
  const lock = useAct("case_lock_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("proposal.locked", { name: move.from.name }));
      onLocked();
    },
  });
  const errors = fieldErrors(lock.error);
  return (
    <Dialog
      title={t("proposal.lock_of", { person: move.person.name, owner: move.from.name })}
      submit={t("proposal.lock_save")}
      busy={lock.isPending}
      error={lock.error}
      disabled={!reason.trim() || !ends_on}
      onSubmit={() => lock.mutate({ path: { id: move.case_id }, body: { reason: reason.trim(), ends_on } })}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {t("proposal.lock_text")}
      </Text>
      <Textarea
        label={t("proposal.lock_reason")}
        value={reason}
        onChange={(event) => draft.change({ reason: event.currentTarget.value, ends_on })}
        error={errors["reason"]}
        maxLength={500}
        autosize
        minRows={2}
        required
        data-autofocus
      />
      <TextInput
        type="date"
        label={t("proposal.lock_until")}
        value={ends_on}
        min={today}
        onChange={(event) => draft.change({ reason, ends_on: event.currentTarget.value })}
        error={errors["ends_on"]}
        required
      />
    </Dialog>
  );
}
