import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useEdit } from "@/lib/edit";
import { Dialog } from "@/ui/Dialog";
import {
  benefitBody,
  benefits,
  decisions,
  equipmentItems,
  filled,
  oneOf,
  type BenefitForm,
  type Referral,
} from "./referral";

interface DatesProps {
  referral: Referral;
  onClose: () => void;
}

/** The dates of an application, on the way to a home, or of equipment. */
export function DatesDialog(props: DatesProps) {
  return props.referral.kind === "benefit" ? <BenefitDates {...props} /> : <DaysDialog {...props} />;
}

const housingDays = ["applied_on", "approved_on", "unit_found_on", "moved_in_on"] as const;
const equipmentDays = ["prescribed_on", "ordered_on", "shipped_on", "delivered_on", "set_up_on"] as const;
type CourseDay = (typeof housingDays)[number] | (typeof equipmentDays)[number];

interface DayProps {
  name: CourseDay | "decided_on" | "appealed_on" | "appeal_decided_on";
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

const benefitForm = (referral: Referral | undefined): BenefitForm => ({
  benefit: referral?.benefit?.benefit ?? "snap",
  applied_on: referral?.benefit?.applied_on ?? "",
  decided_on: referral?.benefit?.decided_on ?? "",
  decision: referral?.benefit?.decision ?? "",
  appealed_on: referral?.benefit?.appealed_on ?? "",
  appeal_decided_on: referral?.benefit?.appeal_decided_on ?? "",
  appeal_decision: referral?.benefit?.appeal_decision ?? "",
});

function BenefitDates({ referral, onClose }: DatesProps) {
  const { t } = useTranslation();
  const { form, change, ...edit } = useEdit(`referral-dates:${referral.id}`, referral, benefitForm);
  const update = useAct("referral_benefit_update", {
    onSuccess: () => {
      edit.discard();
      onClose();
    },
  });
  const errors = fieldErrors(update.error);
  const { benefit, decision } = form;
  const denied = decision === "denied";
  const save = (version: number) =>
    update.mutate({ path: { id: referral.id }, version, body: benefitBody(form) });
  return (
    <Dialog
      title={t("referral.benefit_course")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <Select
        label={t("referral.benefit")}
        value={benefit}
        onChange={(next) => change({ benefit: oneOf(benefits, next, benefit) })}
        data={benefits.map((code) => ({ value: code, label: t(`referral.benefits.${code}`) }))}
        allowDeselect={false}
      />
      <Day
        name="applied_on"
        value={form.applied_on}
        error={errors["applied_on"]}
        onChange={(applied_on) => change({ applied_on })}
      />
      <Day
        name="decided_on"
        value={form.decided_on}
        error={errors["decided_on"]}
        onChange={(decided_on) => change({ decided_on })}
      />
      <Decision
        value={form.decision}
        error={errors["decision"]}
        onChange={(next) => change({ decision: next })}
      />
      {denied && (
        <>
          <Day
            name="appealed_on"
            value={form.appealed_on}
            error={errors["appealed_on"]}
            onChange={(appealed_on) => change({ appealed_on })}
          />
          <Day
            name="appeal_decided_on"
            value={form.appeal_decided_on}
            error={errors["appeal_decided_on"]}
            onChange={(appeal_decided_on) => change({ appeal_decided_on })}
          />
          <Decision
            value={form.appeal_decision}
            error={errors["appeal_decision"]}
            onChange={(appeal_decision) => change({ appeal_decision })}
          />
        </>
      )}
    </Dialog>
  );
}

const daysForm = ({ housing, equipment }: Partial<Referral> = {}) => {
  const known: Partial<Record<CourseDay, string | null>> = { ...housing, ...equipment };
  const days = [...housingDays, ...equipmentDays].map((name) => [name, known[name] ?? ""]);
  return {
    item: equipment?.item ?? ("walking" as const),
    ...(Object.fromEntries(days) as Record<CourseDay, string>),
  };
};

/** The days on the way to a home, or of equipment. */
function DaysDialog({ referral, onClose }: DatesProps) {
  const { t } = useTranslation();
  const { form, change, ...edit } = useEdit(`referral-dates:${referral.id}`, referral, daysForm);
  const onSuccess = () => {
    edit.discard();
    onClose();
  };
  const housing = useAct("referral_housing_update", { onSuccess });
  const equipment = useAct("referral_equipment_update", { onSuccess });
  const isEquipment = referral.kind === "dme";
  const names = isEquipment ? equipmentDays : housingDays;
  const update = isEquipment ? equipment : housing;
  const errors = fieldErrors(update.error);
  const save = (version: number) => {
    const said = Object.fromEntries(names.map((name) => [name, form[name]])) as Record<CourseDay, string>;
    const to = { path: { id: referral.id }, version };
    if (isEquipment) equipment.mutate({ ...to, body: { item: form.item, ...filled(said) } });
    else housing.mutate({ ...to, body: filled(said) });
  };
  return (
    <Dialog
      title={t(isEquipment ? "referral.equipment_course" : "referral.housing_course")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      {isEquipment && (
        <Select
          label={t("referral.item")}
          value={form.item}
          onChange={(next) => change({ item: oneOf(equipmentItems, next, form.item) })}
          data={equipmentItems.map((code) => ({ value: code, label: t(`referral.items.${code}`) }))}
          allowDeselect={false}
        />
      )}
      {names.map((name) => (
        <Day
          key={name}
          name={name}
          value={form[name]}
          error={errors[name]}
          onChange={(day) => change({ [name]: day })}
        />
      ))}
    </Dialog>
  );
}
