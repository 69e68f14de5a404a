import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { Dialog } from "@/ui/Dialog";

const kinds = ["medicare", "medicare_advantage", "medicaid", "hmo", "ppo", "other", "none"] as const;

/** Who pays. */
export function CoverageDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    payer: "",
    kind: "medicare" as (typeof kinds)[number],
    member_id: "",
    starts_on: "",
    ends_on: "",
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const create = useAct("coverage_create", { onSuccess: onClose });
  const errors = fieldErrors(create.error);
  const submit = () =>
    create.mutate({
      path: { id: personId },
      body: {
        payer: form.payer,
        kind: form.kind,
        member_id: form.member_id || null,
        starts_on: form.starts_on || null,
        ends_on: form.ends_on || null,
      },
    });
  return (
    <Dialog
      title={t("person.coverage_add")}
      submit={t("action.add")}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t("person.payer")}
        value={form.payer}
        onChange={(event) => change({ payer: event.currentTarget.value })}
        error={errors["payer"]}
        maxLength={200}
        required
        data-autofocus
      />
      <Group grow align="flex-start">
        <Select
          label={t("person.coverage_kind")}
          value={form.kind}
          onChange={(next) => change({ kind: kinds.find((known) => known === next) ?? form.kind })}
          data={kinds.map((code) => ({ value: code, label: t(`code.${code}`) }))}
          error={errors["kind"]}
        />
        <TextInput
          label={t("person.member_id")}
          value={form.member_id}
          onChange={(event) => change({ member_id: event.currentTarget.value })}
          error={errors["member_id"]}
          maxLength={80}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("person.starts_on")}
          value={form.starts_on}
          onChange={(event) => change({ starts_on: event.currentTarget.value })}
          error={errors["starts_on"]}
        />
        <TextInput
          type="date"
          label={t("person.ends_on")}
          value={form.ends_on}
          onChange={(event) => change({ ends_on: event.currentTarget.value })}
          error={errors["ends_on"]}
        />
      </Group>
    </Dialog>
  );
}
