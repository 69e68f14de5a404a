import { Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { NoteView } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";

/** Adds to a signed note what it got wrong or left out; the note itself stays as it was signed. */
export function AmendDialog({ note, onClose }: { note: NoteView; onClose: () => void }) {
  const { t } = useTranslation();
  const draft = useDraft(`amend:${note.id}`, () => ({ body: "", reason: "" }));
  const { body, reason } = draft.value;
  const amend = useAct("note_amend", {
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(amend.error);
  const submit = () => amend.mutate({ path: { id: note.id }, version: note.version, body: draft.value });
  return (
    <Dialog
      title={t("note.amend")}
      submit={t("note.amend")}
      busy={amend.isPending}
      error={amend.error}
      disabled={!body.trim() || !reason.trim()}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <Text c="dimmed">{t("note.amend_text")}</Text>
      <Textarea
        label={t("note.amend_body")}
        value={body}
        onChange={(event) => draft.change({ reason, body: event.currentTarget.value })}
        error={errors["body"]}
        autosize
        minRows={5}
        maxLength={20_000}
        required
        data-autofocus
      />
      <TextInput
        label={t("note.amend_reason")}
        value={reason}
        onChange={(event) => draft.change({ body, reason: event.currentTarget.value })}
        error={errors["reason"]}
        maxLength={500}
        required
      />
    </Dialog>
  );
}
