import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CarePlanView, Goal, NeedView } from "@/api/types";
import { needKinds } from "@/app/search";
import { directions, measures } from "./choices";
import { Entry } from "./Entry";
import { PlainEditor } from "./PlainEditor";
import { ScaleEditor } from "./ScaleEditor";
import { Smart } from "./Smart";
import classes from "./CarePlan.module.css";

const statuses = [
  "proposed",
  "planned",
  "accepted",
  "active",
  "on-hold",
  "completed",
  "cancelled",
  "rejected",
] as const;

interface GoalEditorProps {
  number: number;
  goal: Goal;
  needs: NeedView[];
  smart: CarePlanView["smart"][number] | undefined;
  onChange: (goal: Goal) => void;
  onRemove: () => void;
}

const numberOrNull = (value: number | string) =>
  value === "" || Number.isNaN(Number(value)) ? null : Number(value);

/** A goal: what will be different, measured how, from where to where, by when. */
export function GoalEditor({ number, goal, needs, smart, onChange, onRemove }: GoalEditorProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Goal>) => onChange({ ...goal, ...part });
  // Who rewrites the reason empties it first: the field stays.
  const [explains, setExplains] = useState(false);
  const large = smart?.failures.some(({ gap }) => gap === "change_too_large") ?? false;
  return (
    <Entry label={`${t("care_plan.goal")} ${number}`} onRemove={onRemove}>
      <Textarea
        label={t("plan.goal_text")}
        value={goal.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        autosize
        minRows={1}
        maxLength={1000}
        pr="2.5rem"
      />
      <Textarea
        mt="sm"
        label={t("plan.own_words")}
        value={goal.own_words ?? ""}
        onChange={(event) => change({ own_words: event.currentTarget.value || null })}
        autosize
        minRows={1}
        maxLength={1000}
      />
      <PlainEditor plain={goal.plain} onChange={(plain) => change({ plain })} />
      <div className={classes.fields}>
        <Select
          className={classes.wide}
          label={t("care_plan.goal_need")}
          value={goal.need_id ?? ""}
          onChange={(need) => change({ need_id: need || null })}
          data={[
            { value: "", label: t("care_plan.goal_need_none") },
            ...needs.map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
        <Select
          className={classes.wide}
          label={t("plan.focus")}
          value={goal.focus ?? ""}
          onChange={(focus) => change({ focus: needKinds.find((known) => known === focus) ?? null })}
          data={[
            { value: "", label: t("plan.focus_of_need") },
            ...needKinds.map((code) => ({ value: code, label: t(`need.kinds.${code}`) })),
          ]}
        />
        <Select
          className={classes.wide}
          label={t("plan.measure_code")}
          value={goal.measure_code ?? ""}
          onChange={(code) => change({ measure_code: measures.find((known) => known === code) ?? null })}
          data={[
            { value: "", label: t("plan.measure_named") },
            ...measures.map((code) => ({ value: code, label: t(`plan.measures.${code}`) })),
          ]}
        />
        <TextInput
          className={classes.wide}
          label={t("care_plan.measure")}
          value={goal.measure ?? ""}
          onChange={(event) => change({ measure: event.currentTarget.value || null })}
          maxLength={120}
        />
        <TextInput
          label={t("care_plan.unit")}
          value={goal.unit ?? ""}
          onChange={(event) => change({ unit: event.currentTarget.value || null })}
          maxLength={40}
        />
        <Select
          label={t("care_plan.direction")}
          value={goal.direction}
          onChange={(direction) =>
            change({ direction: directions.find((known) => known === direction) ?? goal.direction })
          }
          data={directions.map((code) => ({ value: code, label: t(`care_plan.directions.${code}`) }))}
        />
        <NumberInput
          label={t("care_plan.baseline")}
          value={goal.baseline ?? ""}
          onChange={(value) => change({ baseline: numberOrNull(value) })}
          decimalScale={2}
        />
        <NumberInput
          label={t("care_plan.target")}
          value={goal.target ?? ""}
          onChange={(value) => change({ target: numberOrNull(value) })}
          decimalScale={2}
        />
        <TextInput
          type="date"
          label={t("care_plan.start")}
          value={goal.start_on ?? ""}
          onChange={(event) => change({ start_on: event.currentTarget.value || null })}
        />
        <TextInput
          type="date"
          label={t("care_plan.due")}
          value={goal.due_on ?? ""}
          onChange={(event) => change({ due_on: event.currentTarget.value || null })}
        />
        <Select
          label={t("care_plan.status")}
          value={goal.status}
          onChange={(status) => status && change({ status: status })}
          data={statuses.map((code) => ({ value: code, label: t(`care_plan.goal_statuses.${code}`) }))}
        />
      </div>
      {(large || explains || goal.achievable_reason) && (
        <Textarea
          mt="sm"
          label={t("plan.achievable_reason")}
          description={t("plan.achievable_reason_text")}
          value={goal.achievable_reason ?? ""}
          onFocus={() => setExplains(true)}
          onChange={(event) => change({ achievable_reason: event.currentTarget.value || null })}
          autosize
          minRows={1}
          maxLength={1000}
        />
      )}
      <ScaleEditor scale={goal.scale ?? null} onChange={(scale) => change({ scale })} />
      <Smart result={smart} />
    </Entry>
  );
}
