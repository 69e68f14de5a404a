import { Button, Fieldset, Group, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { needKinds } from "@/app/search";
import { directions, frequencies, measures } from "./choices";
import { TemplateNumber } from "./TemplateNumber";
import { emptyStep, type TemplateGoal, type TemplateStep } from "./template";
import classes from "./CarePlan.module.css";

interface TemplateGoalFieldsProps {
  number: number;
  goal: TemplateGoal;
  error: string | undefined;
  onChange: (goal: TemplateGoal) => void;
  onRemove: (() => void) | undefined;
}

/** A goal that a template proposes: the need it serves, what is measured from where to where, and what is done for it. */
export function TemplateGoalFields({ number, goal, error, onChange, onRemove }: TemplateGoalFieldsProps) {
  const { t } = useTranslation();
  const change = (part: Partial<TemplateGoal>) => onChange({ ...goal, ...part });
  const steps = goal.steps ?? [];
  const setStep = (at: number, part: Partial<TemplateStep>) =>
    change({ steps: steps.map((own, index) => (index === at ? { ...own, ...part } : own)) });
  return (
    <Fieldset legend={t("plan.template.goal", { number })}>
      {error && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
      <Textarea
        label={t("plan.goal_text")}
        value={goal.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        autosize
        minRows={1}
        maxLength={1000}
        required
      />
      <div className={classes.fields}>
        <TextInput
          className={classes.wide}
          label={t("plan.template.need_title")}
          value={goal.need_title}
          onChange={(event) => change({ need_title: event.currentTarget.value })}
          maxLength={200}
          required
        />
        <Select
          label={t("plan.template.need_kind")}
          value={goal.need_kind}
          onChange={(next) =>
            change({ need_kind: needKinds.find((code) => code === next) ?? goal.need_kind })
          }
          data={needKinds.map((code) => ({ value: code, label: t(`need.kinds.${code}`) }))}
          allowDeselect={false}
        />
        <Select
          className={classes.wide}
          label={t("plan.measure_code")}
          value={goal.measure_code ?? ""}
          onChange={(next) => change({ measure_code: measures.find((code) => code === next) ?? null })}
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
          maxLength={200}
        />
        <TextInput
          label={t("care_plan.unit")}
          value={goal.unit}
          onChange={(event) => change({ unit: event.currentTarget.value })}
          maxLength={60}
          required
        />
        <Select
          label={t("care_plan.direction")}
          value={goal.direction}
          onChange={(next) =>
            change({ direction: directions.find((code) => code === next) ?? goal.direction })
          }
          data={directions.map((code) => ({ value: code, label: t(`care_plan.directions.${code}`) }))}
          allowDeselect={false}
        />
        <TemplateNumber
          label={t("plan.template.start")}
          value={goal.baseline}
          onChange={(baseline) => change({ baseline })}
          decimalScale={2}
        />
        <TemplateNumber
          label={t("care_plan.target")}
          description={t("plan.template.target_text")}
          value={goal.target}
          onChange={(target) => change({ target })}
          decimalScale={2}
        />
        <TemplateNumber
          label={t("plan.template.days")}
          value={goal.days}
          onChange={(days) => change({ days })}
          min={1}
          max={365}
          allowDecimal={false}
        />
      </div>
      <Textarea
        mt="sm"
        label={t("plan.achievable_reason")}
        description={t("plan.template.achievable_text")}
        value={goal.achievable_reason ?? ""}
        onChange={(event) => change({ achievable_reason: event.currentTarget.value || null })}
        autosize
        minRows={1}
        maxLength={1000}
      />
      {steps.map((step, at) => (
        <div
          key={at}
          role="group"
          aria-label={t("plan.template.step", { number: at + 1 })}
          className={classes.fields}
        >
          <TextInput
            className={classes.wide}
            label={t("care_plan.intervention_text")}
            value={step.text}
            onChange={(event) => setStep(at, { text: event.currentTarget.value })}
            maxLength={200}
            required
          />
          <Select
            label={t("care_plan.frequency")}
            value={step.frequency}
            onChange={(next) =>
              setStep(at, { frequency: frequencies.find((code) => code === next) ?? step.frequency })
            }
            data={frequencies.map((code) => ({ value: code, label: t(`care_plan.frequencies.${code}`) }))}
            allowDeselect={false}
          />
          <TemplateNumber
            label={t("plan.template.step_days")}
            value={step.days}
            onChange={(days) => setStep(at, { days })}
            min={0}
            max={365}
            allowDecimal={false}
          />
          <Button
            variant="subtle"
            color="red"
            onClick={() => change({ steps: steps.filter((_, index) => index !== at) })}
          >
            {t("plan.template.remove_step", { step: at + 1, number })}
          </Button>
        </div>
      ))}
      <Group gap="xs" mt="sm">
        <Button
          variant="default"
          size="compact-md"
          onClick={() => change({ steps: [...steps, emptyStep()] })}
        >
          {t("plan.template.add_step")}
        </Button>
        {onRemove && (
          <Button variant="subtle" color="red" size="compact-md" onClick={onRemove}>
            {t("plan.template.remove_goal", { number })}
          </Button>
        )}
      </Group>
    </Fieldset>
  );
}
