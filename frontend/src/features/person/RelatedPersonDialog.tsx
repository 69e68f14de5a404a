import { Checkbox, Select, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { RelatedPerson } from "@/api/types";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";

const relationships = [
  "spouse",
  "partner",
  "daughter",
  "son",
  "mother",
  "father",
  "sibling",
  "friend",
  "guardian",
  "other",
] as const;

interface RelatedPersonDialogProps {
  personId: string;
  /** Whom to change; somebody new without it. */
  related?: RelatedPerson;
  onClose: () => void;
}

/** Someone close to the person: family, caregiver, guardian. */
export function RelatedPersonDialog({ personId, related, onClose }: RelatedPersonDialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [form, setForm] = useState({
    name: related?.name ?? "",
    relationship: related?.relationship ?? "spouse",
    phone: related?.phone ?? "",
    is_caregiver: related?.is_caregiver ?? false,
    may_discuss: related?.may_discuss ?? false,
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const create = useAct("related_person_create", { onSuccess: onClose });
  const update = useAct("related_person_update", { onSuccess: onClose });
  const act = related ? update : create;
  const errors = fieldErrors(act.error);
  const submit = () => {
    const body = { ...form, phone: form.phone || null };
    if (related) update.mutate({ path: { id: related.id }, version: related.version, body });
    else create.mutate({ path: { id: personId }, body });
  };
  // What came with an import may be in words of its own.
  const choices = [...new Set([...relationships, form.relationship])];
  return (
    <Dialog
      title={related ? t("person.related_change", { name: related.name }) : t("person.related_add")}
      submit={t(related ? "action.save" : "action.add")}
      busy={act.isPending}
      error={act.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t("person.name")}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errors["name"]}
        maxLength={200}
        required
        data-autofocus
      />
      <Select
        label={t("person.relationship")}
        value={form.relationship}
        onChange={(next) => next && change({ relationship: next })}
        data={choices.map((code) => ({ value: code, label: words(code) }))}
        error={errors["relationship"]}
      />
      <TextInput
        type="tel"
        label={t("person.phone")}
        value={form.phone}
        onChange={(event) => change({ phone: event.currentTarget.value })}
        error={errors["phone"]}
        maxLength={40}
      />
      <Checkbox
        label={t("person.caregiver")}
        checked={form.is_caregiver}
        onChange={(event) => change({ is_caregiver: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("person.may_discuss")}
        description={t("person.may_discuss_text")}
        checked={form.may_discuss}
        onChange={(event) => change({ may_discuss: event.currentTarget.checked })}
      />
    </Dialog>
  );
}

/** Somebody is not close to the person any more. */
export function RelatedPersonEndDialog({
  related,
  onClose,
}: {
  related: RelatedPerson;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const end = useAct("related_person_end", { onSuccess: onClose });
  const { id, version, name } = related;
  return (
    <Dialog
      title={t("person.related_end", { name })}
      submit={t("person.related_end_submit")}
      busy={end.isPending}
      error={end.error}
      danger
      onSubmit={() => end.mutate({ path: { id }, version })}
      onClose={onClose}
    >
      <Text>{t("person.related_end_text", { name })}</Text>
    </Dialog>
  );
}
