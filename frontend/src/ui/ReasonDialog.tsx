import { Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { fieldErrors } from "@/api/problem";
import { Dialog } from "./Dialog";

interface ReasonDialogProps {
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
  const [reason, setReason] = useState("");
  return (
    <Dialog
      title={title}
      submit={submit}
      busy={busy}
      error={error}
      danger={danger ?? false}
      disabled={!reason.trim()}
      onSubmit={() => onSubmit(reason.trim())}
      onClose={onClose}
    >
      {text && <Text c="dimmed">{text}</Text>}
      <Textarea
        label={label}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldErrors(error)["reason"]}
        autosize
        minRows={3}
        maxLength={2000}
        required
        data-autofocus
      />
    </Dialog>
  );
}
