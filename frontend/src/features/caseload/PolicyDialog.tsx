import { Checkbox, Fieldset, NumberInput, Select, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseloadPolicy, Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { adjustmentKinds, bases, models, tiers, withModel } from "./policy";

interface PolicyDialogProps {
  program: Schemas["ProgramPolicies"];
  onClose: () => void;
}

/** A policy from a day on, beginning with what counts now. */
export function PolicyDialog({ program, onClose }: PolicyDialogProps) {
  const { t } = useTranslation();
  const today = todayIn(useMe().time_zone);
  const [content, setContent] = useState<CaseloadPolicy>(program.in_force);
  const [validFrom, setValidFrom] = useState(today);
  const [reason, setReason] = useState("");
  const set = useAct("caseload_policy_set", {
    onSuccess: () => {
      showDone(t("caseload.policy.saved", { program: program.program.name }));
      onClose();
    },
  });
  const errors = fieldErrors(set.error);
  const change = (next: Partial<CaseloadPolicy>) => setContent({ ...content, ...next });
  const number = (name: "low" | "high" | "full_time_hours" | "per_visit" | "per_report", least: number) => (
    <NumberInput
      label={t(`caseload.policy.${name}`)}
      value={content[name]}
      onChange={(value) => change({ [name]: Number(value) || 0 })}
      error={errors[`content.${name}`] ?? errors[name]}
      min={least}
      allowDecimal={name !== "low" && name !== "high"}
      required
    />
  );
  return (
    <Dialog
      title={t("caseload.policy.set_of", { program: program.program.name })}
      size="lg"
      submit={t("caseload.policy.save")}
      busy={set.isPending}
      error={set.error}
      disabled={!validFrom || !reason.trim() || !content.source.trim()}
      onSubmit={() =>
        set.mutate({
          body: {
            program_id: program.program.id,
            valid_from: validFrom,
            content: { ...content, source: content.source.trim() },
            reason: reason.trim(),
          },
        })
      }
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={t("caseload.policy.valid_from")}
        value={validFrom}
        min={today}
        onChange={(event) => setValidFrom(event.currentTarget.value)}
        error={errors["valid_from"]}
        required
        data-autofocus
      />
      <Select
        label={t("caseload.policy.basis")}
        value={content.basis}
        onChange={(next) => change({ basis: bases.find((code) => code === next) ?? content.basis })}
        data={bases.map((value) => ({ value, label: t(`caseload.policy.bases.${value}`) }))}
        allowDeselect={false}
      />
      <SimpleGrid cols={2}>
        {number("low", 0)}
        {number("high", 1)}
      </SimpleGrid>
      <Select
        label={t("caseload.policy.model")}
        value={content.model}
        onChange={(next) =>
          setContent(withModel(content, models.find((code) => code === next) ?? content.model))
        }
        data={models.map((value) => ({ value, label: t(`caseload.policy.models.${value}`) }))}
        allowDeselect={false}
      />
      <Fieldset legend={t(`caseload.policy.tiers.${content.model}`)}>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          {tiers.map((tier) => (
            <NumberInput
              key={tier}
              label={t(`tier.${tier}`)}
              value={content.tiers[tier]}
              onChange={(value) => change({ tiers: { ...content.tiers, [tier]: Number(value) || 0 } })}
              error={errors[`content.tiers.${tier}`]}
              min={0}
              max={10000}
            />
          ))}
        </SimpleGrid>
      </Fieldset>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {content.full !== null && content.full !== undefined && (
          <NumberInput
            label={t("caseload.policy.full")}
            value={content.full}
            onChange={(value) => change({ full: Number(value) || 1 })}
            error={errors["content.full"]}
            min={1}
            required
          />
        )}
        {number("full_time_hours", 1)}
        {number("per_visit", 0)}
        {number("per_report", 0)}
        <NumberInput
          label={t("caseload.policy.on_call_percent")}
          description={t("caseload.policy.on_call_text")}
          value={content.on_call_percent ?? 0}
          onChange={(value) => change({ on_call_percent: Number(value) || 0 })}
          error={errors["content.on_call_percent"]}
          min={0}
          max={100}
          allowDecimal={false}
          required
        />
      </SimpleGrid>
      <AdjustmentFields content={content} onChange={change} />
      <TextInput
        label={t("caseload.policy.source")}
        value={content.source}
        onChange={(event) => change({ source: event.currentTarget.value })}
        maxLength={500}
        required
      />
      <Checkbox
        label={t("caseload.policy.external")}
        checked={content.external}
        onChange={(event) => change({ external: event.currentTarget.checked })}
      />
      <Textarea
        label={t("caseload.policy.reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        autosize
        minRows={2}
        required
      />
    </Dialog>
  );
}

interface AdjustmentFieldsProps {
  content: CaseloadPolicy;
  onChange: (next: Partial<CaseloadPolicy>) => void;
}

/** What makes more or less fit: a line for each kind that is chosen. */
function AdjustmentFields({ content, onChange }: AdjustmentFieldsProps) {
  const { t } = useTranslation();
  const own = content.adjustments;
  const chosen = own.map(({ kind }) => kind);
  const replace = (place: number, next: Partial<(typeof own)[number]>) =>
    onChange({ adjustments: own.map((one, at) => (at === place ? { ...one, ...next } : one)) });
  return (
    <Fieldset legend={t("caseload.policy.adjustment")}>
      {own.map((one, place) => (
        <SimpleGrid key={one.kind} cols={{ base: 1, sm: 2 }} mb="sm">
          <NumberInput
            label={`${t(`caseload.policy.adjustments.${one.kind}`)}: ${t("caseload.policy.adjustment_percent")}`}
            value={one.percent}
            onChange={(value) => replace(place, { percent: Number(value) || 0 })}
            min={-90}
            max={100}
            allowDecimal={false}
          />
          <TextInput
            label={t("caseload.policy.adjustment_reason")}
            value={one.reason}
            onChange={(event) => replace(place, { reason: event.currentTarget.value })}
            maxLength={300}
            required
          />
        </SimpleGrid>
      ))}
      <Select
        aria-label={t("caseload.policy.adjustment")}
        placeholder={t("caseload.policy.adjustment")}
        value={null}
        onChange={(next) => {
          const kind = adjustmentKinds.find((code) => code === next);
          if (kind) onChange({ adjustments: [...own, { kind, percent: 0, reason: "" }] });
        }}
        data={adjustmentKinds
          .filter((kind) => !chosen.includes(kind))
          .map((value) => ({ value, label: t(`caseload.policy.adjustments.${value}`) }))}
      />
    </Fieldset>
  );
}
