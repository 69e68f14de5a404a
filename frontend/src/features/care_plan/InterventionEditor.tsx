import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Goal, Intervention } from "@/api/types";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { frequencies } from "./choices";
import { Entry } from "./Entry";
import { PlainEditor } from "./PlainEditor";
import classes from "./CarePlan.module.css";

const statuses = ["active", "completed", "cancelled"] as const;

interface InterventionEditorProps {
  intervention: Intervention;
  goals: Goal[];
  onChange: (intervention: Intervention) => void;
  onRemove: () => void;
}

/** Who does what, how often, by when. */
export function InterventionEditor({ intervention, goals, onChange, onRemove }: InterventionEditorProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Intervention>) => onChange({ ...intervention, ...part });
  return (
    <Entry label={intervention.text || t("care_plan.interventions")} onRemove={onRemove}>
      <TextInput
        label={t("care_plan.intervention_text")}
        value={intervention.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        maxLength={200}
        pr="2.5rem"
      />
      <PlainEditor plain={intervention.plain} onChange={(plain) => change({ plain })} />
      <div className={classes.fields}>
        <Select
          className={classes.wide}
          label={t("care_plan.intervention_goal")}
          value={intervention.goal_id ?? ""}
          onChange={(goal) => change({ goal_id: goal || null })}
          data={[
            { value: "", label: t("care_plan.intervention_goal_none") },
            ...goals.map(({ id, text }, index) => ({
              value: id,
              label: text || `${t("care_plan.goal")} ${index + 1}`,
            })),
          ]}
        />
        <StaffSelect
          label={t("care_plan.owner")}
          value={intervention.owner_id ?? null}
          onChange={(owner) => change({ owner_id: owner })}
        />
        <Select
          label={t("care_plan.frequency")}
          value={intervention.frequency}
          onChange={(next) =>
            change({ frequency: frequencies.find((known) => known === next) ?? intervention.frequency })
          }
          data={frequencies.map((code) => ({ value: code, label: t(`care_plan.frequencies.${code}`) }))}
        />
        <TextInput
          type="date"
          label={t("care_plan.due")}
          value={intervention.due_on ?? ""}
          onChange={(event) => change({ due_on: event.currentTarget.value || null })}
        />
        <Select
          label={t("care_plan.status")}
          value={intervention.status}
          onChange={(status) => status && change({ status: status })}
          data={statuses.map((code) => ({
            value: code,
            label: t(`care_plan.intervention_statuses.${code}`),
          }))}
        />
      </div>
    </Entry>
  );
}
