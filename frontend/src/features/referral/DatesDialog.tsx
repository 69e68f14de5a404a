import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { Dialog } from "@/ui/Dialog";
import { benefits, decisions, filled, oneOf, type Referral } from "./referral";

interface DatesProps {
  referral: Referral;
  onClose: () => void;
}

/** The dates of an application, or on the way to a home. */
export function DatesDialog(props: DatesProps) {
  return props.referral.kind === "benefit" ? <BenefitDates {...props} /> : <HousingDates {...props} />;
}

interface DayProps {
  name:
    | "applied_on"
    | "decided_on"
    | "appealed_on"
    | "appeal_decided_on"
    | "approved_on"
    | "unit_found_on"
    | "moved_in_on";
  value: string;
  error: string | undefined;
  onChange: (day: string) => void;
}

function Day({ name, value, error, onChange }: DayProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      type="date"
      label={t(`referral.${name}`)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

interface DecisionProps {
  value: string;
  error: string | undefined;
  onChange: (decision: string) => void;
}

function Decision({ value, error, onChange }: DecisionProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={t("referral.decision")}
      placeholder={t("referral.no_decision")}
      value={value || null}
      onChange={(next) => onChange(next ?? "")}
      data={decisions.map((code) => ({ value: code, label: t(`referral.decisions.${code}`) }))}
      error={error}
      clearable
      clearButtonProps={{ "aria-label": t("referral.no_decision") }}
    />
  );
}

function BenefitDates({ referral, onClose }: DatesProps) {
  const { t } = useTranslation();
  const known = referral.benefit;
  const [benefit, setBenefit] = useState<(typeof benefits)[number]>(known?.benefit ?? "snap");
  const [form, setForm] = useState({
    applied_on: known?.applied_on ?? "",
    decided_on: known?.decided_on ?? "",
    decision: known?.decision ?? "",
    appealed_on: known?.appealed_on ?? "",
    appeal_decided_on: known?.appeal_decided_on ?? "",
    appeal_decision: known?.appeal_decision ?? "",
  });
  const update = useAct("referral_benefit_update", { onSuccess: onClose });
  const errors = fieldErrors(update.error);
  const put = (part: Partial<typeof form>) => setForm({ ...form, ...part } as typeof form);
  const denied = form.decision === "denied";
  const submit = () => {
    const { decision, appeal_decision, ...days } = form;
    const body = {
      ...filled(days),
      benefit,
      decision: decisions.find((code) => code === decision) ?? null,
      appeal_decision: decisions.find((code) => code === appeal_decision) ?? null,
    };
    update.mutate({ path: { id: referral.id }, version: referral.version, body });
  };
  return (
    <Dialog
      title={t("referral.benefit_course")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={t("referral.benefit")}
        value={benefit}
        onChange={(next) => setBenefit(oneOf(benefits, next, benefit))}
        data={benefits.map((code) => ({ value: code, label: t(`referral.benefits.${code}`) }))}
        allowDeselect={false}
      />
      <Day
        name="applied_on"
        value={form.applied_on}
        error={errors["applied_on"]}
        onChange={(applied_on) => put({ applied_on })}
      />
      <Day
        name="decided_on"
        value={form.decided_on}
        error={errors["decided_on"]}
        onChange={(decided_on) => put({ decided_on })}
      />
      <Decision
        value={form.decision}
        error={errors["decision"]}
        onChange={(decision) => put({ decision } as Partial<typeof form>)}
      />
      {denied && (
        <>
          <Day
            name="appealed_on"
            value={form.appealed_on}
            error={errors["appealed_on"]}
            onChange={(appealed_on) => put({ appealed_on })}
          />
          <Day
            name="appeal_decided_on"
            value={form.appeal_decided_on}
            error={errors["appeal_decided_on"]}
            onChange={(appeal_decided_on) => put({ appeal_decided_on })}
          />
          <Decision
            value={form.appeal_decision}
            error={errors["appeal_decision"]}
            onChange={(appeal_decision) => put({ appeal_decision } as Partial<typeof form>)}
          />
        </>
      )}
    </Dialog>
  );
}

function HousingDates({ referral, onClose }: DatesProps) {
  const { t } = useTranslation();
  const known = referral.housing;
  const [form, setForm] = useState({
    applied_on: known?.applied_on ?? "",
    approved_on: known?.approved_on ?? "",
    unit_found_on: known?.unit_found_on ?? "",
    moved_in_on: known?.moved_in_on ?? "",
  });
  const update = useAct("referral_housing_update", { onSuccess: onClose });
  const errors = fieldErrors(update.error);
  const names = ["applied_on", "approved_on", "unit_found_on", "moved_in_on"] as const;
  return (
    <Dialog
      title={t("referral.housing_course")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      onSubmit={() =>
        update.mutate({ path: { id: referral.id }, version: referral.version, body: filled(form) })
      }
      onClose={onClose}
    >
      {names.map((name) => (
        <Day
          key={name}
          name={name}
          value={form[name]}
          error={errors[name]}
          onChange={(day) => setForm({ ...form, [name]: day })}
        />
      ))}
    </Dialog>
  );
}
