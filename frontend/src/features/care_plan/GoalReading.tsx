import { Badge, Button, Group, Progress, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Adherence, CarePlanView, Goal, GoalCourse as Course } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Facts } from "@/ui/Facts";
import { Waiting } from "@/ui/Waiting";
import { Kept } from "./Kept";
import { amount, measureOf } from "./levels";
import { plainWords } from "./plain";
import { Smart } from "./Smart";
import classes from "./CarePlan.module.css";

const GoalCourse = lazy(() => import("./GoalCourse").then((m) => ({ default: m.GoalCourse })));
const ProgressDialog = lazy(() => import("./ProgressDialog").then((m) => ({ default: m.ProgressDialog })));

interface GoalReadingProps {
  plan: CarePlanView;
  goal: Goal;
  need: string | undefined;
  course: Course | undefined;
  /** How well what is done for it is kept. */
  kept: Adherence | undefined;
}

/** A line of facts, where there is something to say. */
const fact = (label: string, value: string | null | undefined): [string, string][] =>
  value ? [[label, value]] : [];

/** A goal to read: what the person said, where it stands, and how to record more. */
export function GoalReading({ plan, goal, need, course, kept }: GoalReadingProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [recording, setRecording] = useState(false);
  const smart = plan.smart.find(({ goal_id }) => goal_id === goal.id);
  const value = (number: number | null | undefined) =>
    number == null ? t("state.unknown") : amount(number, goal.unit);
  return (
    <article aria-label={goal.text} className={classes.entry}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text fw={650} component="h3" size="md" m={0}>
          {goal.text}
        </Text>
        <Badge variant="light" className={classes.state}>
          {words(goal.status)}
        </Badge>
      </Group>
      {goal.own_words && (
        <blockquote className={classes.words}>
          <span className={classes.by}>{t("plan.own_words")}</span>
          {goal.own_words}
        </blockquote>
      )}
      <Standing goal={goal} course={course} />
      <Facts
        items={[
          ...plainWords(goal.plain, t).flatMap(({ name, words: plain }) => fact(name, plain)),
          [t("care_plan.goal_need"), need ?? t("care_plan.goal_need_none")],
          ...fact(t("plan.focus"), goal.focus && t(`need.kinds.${goal.focus}`)),
          [t("care_plan.measure"), measureOf(goal, t) ?? t("state.unknown")],
          [t("plan.progress.baseline"), value(goal.baseline)],
          [t("care_plan.target"), value(goal.target)],
          [t("care_plan.due"), goal.due_on ? formatDate(goal.due_on) : t("state.unknown")],
          ...fact(t("plan.achievable_reason"), goal.achievable_reason),
        ]}
      />
      {kept && <Kept adherence={kept} label={t("plan_says.kept.of_goal")} />}
      {smart && !smart.passes && <Smart result={smart} />}
      <Group gap="xs" mt="sm">
        <ActionButton
          can={plan.can}
          operation="goal_progress_create"
          variant="default"
          size="compact-md"
          onClick={() => setRecording(true)}
        >
          {t("plan.progress.record")}
        </ActionButton>
        {course && course.entries.length > 0 && (
          <Button variant="subtle" size="compact-md" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "plan.progress.course_hide" : "plan.progress.course")}
          </Button>
        )}
      </Group>
      <Suspense fallback={<Waiting lines={3} />}>
        {open && course && <GoalCourse goal={goal} course={course} />}
      </Suspense>
      <Suspense>
        {recording && (
          <ProgressDialog planId={plan.id} goal={goal} course={course} onClose={() => setRecording(false)} />
        )}
      </Suspense>
    </article>
  );
}

/** The last value, how far that is, and what a person made of it. */
function Standing({ goal, course }: { goal: Goal; course: Course | undefined }) {
  const { t } = useTranslation();
  if (!course || course.entries.length === 0) {
    return (
      <Text c="dimmed" size="sm" my="xs">
        {t("plan.progress.none")}
      </Text>
    );
  }
  const { current, current_on: day, percent, achievement } = course;
  return (
    <div className={classes.standing}>
      <Group gap="sm" justify="space-between">
        <Text size="sm">
          {current != null &&
            day &&
            t("plan.progress.now", { value: amount(current, goal.unit), day: formatDate(day) })}
          {percent != null && ` · ${t("plan.progress.percent", { percent: Math.round(percent) })}`}
          {course.percent_refused && ` · ${t("plan_says.no_percent")}`}
        </Text>
        {achievement && (
          <Badge variant="light" color={tone(achievement)}>
            {t(`plan.achievements.${achievement}`)}
          </Badge>
        )}
      </Group>
      {percent != null && (
        <Progress
          value={percent}
          size="md"
          mt={6}
          aria-label={t("plan.progress.label", {
            from: amount(goal.baseline ?? 0, goal.unit),
            to: amount(goal.target ?? 0, goal.unit),
          })}
        />
      )}
    </div>
  );
}

const good: readonly string[] = ["improving", "achieved", "sustaining"];
const bad: readonly string[] = ["worsening", "not-achieved", "no-progress", "not-attainable"];
const tone = (achievement: string) =>
  good.includes(achievement) ? "teal" : bad.includes(achievement) ? "orange" : "gray";
