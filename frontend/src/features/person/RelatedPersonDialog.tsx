import { Checkbox, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
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

/** Someone close to the person: family, caregiver, guardian. */
export function RelatedPersonDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    name: "",
    relationship: "spouse",
    phone: "",
    is_caregiver: false,
    may_discuss: false,
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const create = useAct("related_person_create", { onSuccess: onClose });
  const errors = fieldErrors(create.error);
  const submit = () =>
    create.mutate({
      path: { id: personId },
      body: { ...form, relationship: form.relationship, phone: form.phone || null },
    });
  return (
    <Dialog
      title={t("person.related_add")}
      submit={t("action.add")}
      busy={create.isPending}
      error={create.error}
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
        data={relationships.map((code) => ({ value: code, label: t(`code.${code}`) }))}
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
