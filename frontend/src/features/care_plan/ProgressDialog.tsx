import { Button, NumberInput, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Goal, GoalCourse } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { achievements, levels } from "./levels";

interface ProgressDialogProps {
  planId: string;
  goal: Goal;
  course: GoalCourse | undefined;
  onClose: () => void;
}

interface Typed {
  value: number | string;
  day: string;
  level: string | null;
  achievement: string | null;
  note: string;
}

const nothing: Typed = { value: "", day: "", level: null, achievement: null, note: "" };

/** How a goal stands on a day: the value, the level of its scale, and what a person makes of it. */
export function ProgressDialog({ planId, goal, course, onClose }: ProgressDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft(`progress:${planId}:${goal.id}`, () => nothing);
  const { value, day, level, achievement, note } = draft.value;
  const change = (part: Partial<Typed>) => draft.change({ ...draft.value, ...part });
  const create = useAct("goal_progress_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("plan.progress.recorded"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const send = () =>
    create.mutate({
      path: { id: planId },
      body: {
        goal_id: goal.id,
        observed_on: day || null,
        value: value === "" ? null : Number(value),
        attainment: level === null ? null : Number(level),
        achievement: achievements.find((known) => known === achievement) ?? null,
        note: note.trim() || null,
      },
    });
  const scale = goal.scale;
  const proposed = course?.proposed;
  return (
    <Dialog
      title={t("plan.progress.record_title")}
      submit={t("plan.progress.record")}
      busy={create.isPending}
      error={create.error}
      onSubmit={send}
      onClose={onClose}
    >
      <Text c="dimmed">{goal.text}</Text>
      <NumberInput
        label={goal.unit ? t("plan.progress.value_in", { unit: goal.unit }) : t("plan.progress.value")}
        description={goal.measure}
        value={value}
        onChange={(next) => change({ value: next })}
        error={errors["value"]}
        decimalScale={2}
        data-autofocus
      />
      <TextInput
        type="date"
        label={t("plan.progress.day")}
        value={day}
        onChange={(event) => change({ day: event.currentTarget.value })}
        error={errors["observed_on"]}
      />
      {scale && (
        <Select
          label={t("plan.progress.level")}
          value={level}
          onChange={(next) => change({ level: next })}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
          data={levels.map(({ level: number, member }) => ({
            value: String(number),
            label: `${number > 0 ? "+" : ""}${number} · ${scale[member]}`,
          }))}
        />
      )}
      <Select
        label={t("plan.progress.achievement")}
        value={achievement}
        onChange={(next) => change({ achievement: next })}
        clearable
        clearButtonProps={{ "aria-label": t("action.clear") }}
        placeholder={t("plan.progress.unset")}
        data={achievements.map((code) => ({ value: code, label: t(`plan.achievements.${code}`) }))}
      />
      {proposed && proposed !== achievement && (
        <Text size="sm">
          {t("plan.progress.suggested", {
            achievement: t(`plan.achievements.${proposed}`),
            because: course.proposed_because_code && t(`plan_says.because.${course.proposed_because_code}`),
          })}{" "}
          <Button variant="subtle" size="compact-sm" onClick={() => change({ achievement: proposed })}>
            {t("plan.progress.use")}
          </Button>
        </Text>
      )}
      <Textarea
        label={t("plan.progress.note")}
        value={note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={errors["note"]}
        autosize
        minRows={2}
        maxLength={2000}
      />
    </Dialog>
  );
}
