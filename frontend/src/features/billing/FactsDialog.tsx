import { Checkbox, MultiSelect, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { instantOf, localOf, todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import {
  decisions,
  families,
  fieldsOf,
  months,
  roundings,
  type BillingFamily,
  type FactField,
} from "./fields";

type Month = Schemas["BillingMonthView"];
type Known = Schemas["BillingFacts"];

interface Form {
  families: BillingFamily[];
  /** The day of the consent in the program's zone. */
  consented: string;
  facts: Known;
}

const flags = [
  "plan",
  "round_the_clock",
  "high_risk_condition",
  "behavioral_condition",
  "social_need",
  "serious_illness",
  "qualified_beneficiary",
  "targeted_group",
] as const satisfies readonly FactField[];

/** Writes what billing needs to know of a month. */
export function FactsDialog({ data, onClose }: { data: Month; onClose: () => void }) {
  const { t } = useTranslation();
  const zone = data.time_zone;
  const draft = useDraft<Form>(`billing:${data.id}:${data.month}`, () => ({
    families: data.families,
    consented: data.facts.consent_at ? localOf(data.facts.consent_at, zone).slice(0, 10) : "",
    facts: data.facts,
  }));
  const form = draft.value;
  const change = (part: Partial<Known>) => draft.change({ ...form, facts: { ...form.facts, ...part } });
  const save = useAct("billing_month_update", {
    onSuccess: () => {
      draft.discard();
      showDone(t("billing.saved"));
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  const asked = fieldsOf(form.families);
  const { facts } = form;
  const count = (value: number | string) => (typeof value === "number" ? value : 0);
  const submit = () =>
    save.mutate({
      path: { id: data.id },
      query: { month: data.month },
      version: data.version,
      body: { families: form.families, facts: { ...facts, consent_at: consentOf(form, data) } },
    });
  return (
    <Dialog
      title={t("billing.facts")}
      submit={t("billing.save")}
      busy={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <MultiSelect
        label={t("billing.field.families")}
        description={t("billing.field.families_text")}
        value={form.families}
        onChange={(next) =>
          draft.change({ ...form, families: families.filter((family) => next.includes(family)) })
        }
        data={families.map((family) => ({ value: family, label: t(`billing.family.${family}`) }))}
      />
      <TextInput
        type="date"
        label={t("billing.field.consent_at")}
        value={form.consented}
        max={todayIn(zone)}
        onChange={(event) => draft.change({ ...form, consented: event.currentTarget.value })}
        error={errors["facts.consent_at"]}
      />
      {asked.includes("initiating_visit_on") && (
        <TextInput
          type="date"
          label={t("billing.field.initiating_visit_on")}
          description={t("billing.field.initiating_visit_text")}
          value={facts.initiating_visit_on ?? ""}
          max={todayIn(zone)}
          onChange={(event) => change({ initiating_visit_on: event.currentTarget.value || null })}
          error={errors["facts.initiating_visit_on"]}
        />
      )}
      {asked.includes("chronic_conditions") && (
        <NumberInput
          label={t("billing.field.chronic_conditions")}
          value={facts.chronic_conditions}
          onChange={(value) => change({ chronic_conditions: count(value) })}
          min={0}
          max={100}
          allowDecimal={false}
        />
      )}
      {asked.includes("decision_making") && (
        <Select
          label={t("billing.field.decision_making")}
          placeholder={t("billing.unknown")}
          value={facts.decision_making ?? null}
          onChange={(next) => change({ decision_making: decisions.find((one) => one === next) ?? null })}
          data={decisions.map((one) => ({ value: one, label: t(`billing.decision.${one}`) }))}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
      )}
      {asked.includes("collaborative_month") && (
        <Select
          label={t("billing.field.collaborative_month")}
          placeholder={t("billing.unknown")}
          value={facts.collaborative_month ?? null}
          onChange={(next) => change({ collaborative_month: months.find((one) => one === next) ?? null })}
          data={months.map((one) => ({ value: one, label: t(`billing.month.${one}`) }))}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
      )}
      {asked.includes("device_days") && (
        <NumberInput
          label={t("billing.field.device_days")}
          value={facts.device_days ?? 0}
          onChange={(value) => change({ device_days: count(value) })}
          min={0}
          max={31}
          allowDecimal={false}
        />
      )}
      {(["risk_assessed_on", "risk_assessed_before_on"] as const)
        .filter((field) => asked.includes(field))
        .map((field) => (
          <TextInput
            key={field}
            type="date"
            label={t(`billing.field.${field}`)}
            description={t(`billing.field.${field}_text`)}
            value={facts[field] ?? ""}
            max={todayIn(zone)}
            onChange={(event) => change({ [field]: event.currentTarget.value || null })}
            error={errors[`facts.${field}`]}
          />
        ))}
      {asked.includes("unit_rounding") && (
        <Select
          label={t("billing.field.unit_rounding")}
          description={t("billing.field.unit_rounding_text")}
          placeholder={t("billing.unknown")}
          value={facts.unit_rounding ?? null}
          onChange={(next) => change({ unit_rounding: roundings.find((one) => one === next) ?? null })}
          data={roundings.map((one) => ({ value: one, label: t(`billing.rounding.${one}`) }))}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
      )}
      <Stack gap="xs">
        {flags
          .filter((flag) => asked.includes(flag))
          .map((flag) => (
            <Checkbox
              key={flag}
              label={t(`billing.field.${flag}`)}
              checked={facts[flag] ?? false}
              onChange={(event) => change({ [flag]: event.currentTarget.checked })}
            />
          ))}
      </Stack>
      {asked.includes("discharge") && <Discharge facts={facts} onChange={change} />}
    </Dialog>
  );
}

/** The instant of the consent: the stored one while the day stays, the beginning of the day otherwise. */
function consentOf({ consented, facts }: Form, { time_zone }: Month): string | null {
  if (!consented) return null;
  const same = facts.consent_at && localOf(facts.consent_at, time_zone).slice(0, 10) === consented;
  return same ? (facts.consent_at ?? null) : instantOf(`${consented}T00:00`, time_zone);
}

interface DischargeProps {
  facts: Known;
  onChange: (part: Partial<Known>) => void;
}

function Discharge({ facts, onChange }: DischargeProps) {
  const { t } = useTranslation();
  const known = facts.discharge;
  const change = (part: Partial<Schemas["BillingDischarge"]>) =>
    onChange({ discharge: { contact_in_time: false, reconciled: false, ...known, ...part } });
  return (
    <Stack gap="xs">
      <Checkbox
        label={t("billing.field.discharge")}
        checked={Boolean(known)}
        onChange={(event) => (event.currentTarget.checked ? change({}) : onChange({ discharge: null }))}
      />
      {known && (
        <>
          <Checkbox
            label={t("billing.field.contact_in_time")}
            checked={known.contact_in_time}
            onChange={(event) => change({ contact_in_time: event.currentTarget.checked })}
          />
          <Checkbox
            label={t("billing.field.reconciled")}
            checked={known.reconciled}
            onChange={(event) => change({ reconciled: event.currentTarget.checked })}
          />
          <NumberInput
            label={t("billing.field.visit_after_days")}
            value={known.visit_after_days ?? ""}
            onChange={(value) => change({ visit_after_days: typeof value === "number" ? value : null })}
            min={0}
            max={366}
            allowDecimal={false}
          />
          <TextInput
            type="date"
            label={t("billing.field.discharged_on")}
            value={known.discharged_on ?? ""}
            onChange={(event) => change({ discharged_on: event.currentTarget.value || null })}
          />
          <TextInput
            type="date"
            label={t("billing.field.other_claim_on")}
            description={t("billing.field.other_claim_text")}
            value={known.other_claim_on ?? ""}
            onChange={(event) => change({ other_claim_on: event.currentTarget.value || null })}
          />
        </>
      )}
    </Stack>
  );
}
