import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useEdit } from "@/lib/edit";
import { Dialog } from "@/ui/Dialog";
import { unitsOf, type Kind, type Reading } from "./format";
import { isTyped, ValueFields, valueBody, type Typed } from "./ValueFields";

interface Form extends Typed {
  reason: string;
}

interface CorrectDialogProps {
  reading: Reading;
  kind: Kind;
  onClose: () => void;
}

/** What a reading should say; what it said stays on the record. */
export function CorrectDialog({ reading, kind, onClose }: CorrectDialogProps) {
  const { t } = useTranslation();
  const edit = useEdit<Reading, Form>(`reading-correct:${reading.id}`, reading, (record) => ({
    value: record?.value ?? "",
    second: record?.second ?? "",
    unit: unitsOf[kind][0],
    reason: "",
  }));
  const { form } = edit;
  const correct = useAct("reading_correct", {
    onSuccess: () => {
      edit.discard();
      onClose();
    },
  });
  const errors = fieldErrors(correct.error);
  const save = (version: number) =>
    correct.mutate({
      path: { id: reading.id },
      version,
      body: { ...valueBody(kind, form), reason: form.reason.trim() },
    });
  return (
    <Dialog
      title={t("reading.correct_title")}
      submit={t("reading.correct_save")}
      busy={correct.isPending}
      error={correct.error}
      stale={edit.whenStale(save, correct.reset)}
      disabled={!isTyped(kind, form) || !form.reason.trim()}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <ValueFields kind={kind} typed={form} change={edit.change} errors={errors} />
      <Textarea
        label={t("reading.correct_reason")}
        value={form.reason}
        onChange={(event) => edit.change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        maxLength={2000}
        autosize
        minRows={2}
        required
      />
    </Dialog>
  );
}
