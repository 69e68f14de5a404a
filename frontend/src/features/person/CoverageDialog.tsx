import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Coverage } from "@/api/types";
import { lines } from "@/features/authorization/fields";
import { texts } from "@/features/insurance_plan/texts";
import { useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";

const kinds = ["medicare", "medicare_advantage", "medicaid", "hmo", "ppo", "other", "none"] as const;

interface CoverageDialogProps {
  personId: string;
  /** The coverage to change; a new one without it. */
  coverage?: Coverage;
  onClose: () => void;
}

/** Who pays. */
export function CoverageDialog({ personId, coverage, onClose }: CoverageDialogProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const { data: plans } = useCall("insurance_plan_list", {});
  const [form, setForm] = useState({
    payer: coverage?.payer ?? "",
    kind: coverage?.kind ?? ("medicare" as (typeof kinds)[number]),
    member_id: coverage?.member_id ?? "",
    starts_on: coverage?.starts_on ?? "",
    ends_on: coverage?.ends_on ?? "",
    line: coverage?.line ?? null,
    priority: (coverage?.priority ?? "") as number | string,
    plan_id: coverage?.plan_id ?? null,
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const create = useAct("coverage_create", { onSuccess: onClose });
  const update = useAct("coverage_update", { onSuccess: onClose });
  const act = coverage ? update : create;
  const errors = fieldErrors(act.error);
  const offered = (plans?.items ?? []).filter(({ id, status }) => status === "active" || id === form.plan_id);
  const submit = () => {
    const body = {
      payer: form.payer,
      kind: form.kind,
      member_id: form.member_id || null,
      starts_on: form.starts_on || null,
      ends_on: form.ends_on || null,
      line: form.line,
      priority: typeof form.priority === "number" ? form.priority : null,
      plan_id: form.plan_id,
    };
    if (coverage) update.mutate({ path: { id: coverage.id }, version: coverage.version, body });
    else create.mutate({ path: { id: personId }, body });
  };
  return (
    <Dialog
      title={coverage ? t("person.coverage_change", { payer: coverage.payer }) : t("person.coverage_add")}
      submit={coverage ? t("action.save") : t("action.add")}
      busy={act.isPending}
      error={act.error}
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
      <Group grow align="flex-start">
        <Select
          label={t("authorization.field.line")}
          description={t("person.coverage_line_text")}
          value={form.line}
          onChange={(next) => change({ line: lines.find((known) => known === next) ?? null })}
          data={lines.map((code) => ({ value: code, label: t(`authorization.line.${code}`) }))}
          error={errors["line"]}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
        <NumberInput
          label={t("person.coverage_priority")}
          description={t("person.coverage_priority_text")}
          value={form.priority}
          onChange={(priority) => change({ priority })}
          min={1}
          max={9}
          allowDecimal={false}
          error={errors["priority"]}
        />
      </Group>
      {offered.length > 0 && (
        <Select
          label={say.plan}
          description={say.plan_text}
          value={form.plan_id}
          onChange={(plan_id) => change({ plan_id })}
          data={offered.map(({ id, payer, name }) => ({ value: id, label: `${payer}, ${name}` }))}
          error={errors["plan_id"]}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
      )}
    </Dialog>
  );
}
