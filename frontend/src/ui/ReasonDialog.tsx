import { Text } from "@mantine/core";
import { fieldErrors } from "@/api/problem";
import { useHandedDraft } from "@/lib/drafts";
import { Dialog } from "./Dialog";
import { ReasonField } from "./ReasonField";

interface ReasonDialogProps {
  /** What the reason is for and of which record ("task-cancel:" and its id): what is typed is kept under this name. */
  draft: string;
  title: string;
  text?: string;
  label: string;
  submit: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}

/** Asks for the reason of an act that must not happen in silence. */
export function ReasonDialog({
  draft,
  title,
  text,
  label,
  submit,
  danger,
  busy,
  error,
  onSubmit,
  onClose,
}: ReasonDialogProps) {
  const { value: reason, change, hand } = useHandedDraft(draft, () => "", error);
  const submitReason = () => {
    hand();
    onSubmit(reason.trim());
  };
  return (
    <Dialog
      title={title}
      submit={submit}
      busy={busy}
      error={error}
      danger={danger ?? false}
      disabled={!reason.trim()}
      onSubmit={submitReason}
      onClose={onClose}
    >
      {text && <Text c="dimmed">{text}</Text>}
      <ReasonField label={label} value={reason} onChange={change} error={fieldErrors(error)["reason"]} />
    </Dialog>
  );
}
