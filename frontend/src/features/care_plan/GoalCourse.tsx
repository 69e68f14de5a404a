import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Goal, GoalCourse as Course, GoalProgress } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { Line } from "@/ui/Line";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { amount } from "./levels";
import classes from "./CarePlan.module.css";

/** The values of a goal over time, as a line with its target and as a table with everything recorded. */
export function GoalCourse({ goal, course }: { goal: Goal; course: Course }) {
  const { t } = useTranslation();
  const [wrong, setWrong] = useState<GoalProgress | null>(null);
  const retract = useAct("goal_progress_retract", { onSuccess: () => setWrong(null) });
  const measured = course.entries
    .filter((entry) => entry.value != null && !entry.retracted_at)
    .toReversed()
    .map((entry) => ({ day: formatDate(entry.observed_on), value: entry.value ?? 0 }));
  const start = goal.baseline == null ? [] : [{ day: t("plan.progress.baseline"), value: goal.baseline }];
  const points = [...start, ...measured];
  const values = [...points.map(({ value }) => value), ...(goal.target == null ? [] : [goal.target])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low) * 0.1 || 1;
  const level = (number: number | null | undefined) =>
    number == null ? "" : `${number > 0 ? "+" : ""}${number}`;
  return (
    <div className={classes.course}>
      {measured.length > 0 && points.length > 1 && (
        <Line
          points={points}
          label={goal.measure ?? t("plan.progress.value")}
          domain={[Math.floor(low - margin), Math.ceil(high + margin)]}
          marks={goal.target == null ? [] : [{ value: goal.target, label: t("plan.progress.target") }]}
          height={200}
        />
      )}
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Caption>{t("plan.progress.table")}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("plan.progress.day")}</Table.Th>
              <Table.Th>{t("plan.progress.value")}</Table.Th>
              {goal.scale && <Table.Th>{t("plan.progress.level")}</Table.Th>}
              <Table.Th>{t("plan.progress.achievement")}</Table.Th>
              <Table.Th>{t("plan.progress.note")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {course.entries.map((entry) => (
              <Table.Tr key={entry.id} data-retracted={entry.retracted_at ? true : undefined}>
                <Table.Td>{formatDate(entry.observed_on)}</Table.Td>
                <Table.Td>{entry.value == null ? "" : amount(entry.value, goal.unit)}</Table.Td>
                {goal.scale && <Table.Td>{level(entry.attainment)}</Table.Td>}
                <Table.Td>{entry.achievement && t(`plan.achievements.${entry.achievement}`)}</Table.Td>
                <Table.Td>
                  {entry.note} <span className={classes.by}>{entry.author.name}</span>
                  {entry.retracted_at && (
                    <div>{t("plan.progress.retracted", { reason: entry.retract_reason })}</div>
                  )}
                  {entry.can.includes("goal_progress_retract") && (
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-sm"
                      className={classes.quiet}
                      aria-label={`${t("plan.progress.retract")}: ${formatDate(entry.observed_on)}`}
                      onClick={() => setWrong(entry)}
                    >
                      {t("plan.progress.retract")}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {wrong && (
        <ReasonDialog
          draft={`plan-entry-retract:${wrong.id}`}
          title={t("plan.progress.retract_title")}
          text={t("plan.progress.retract_text")}
          label={t("plan.progress.retract_reason")}
          submit={t("plan.progress.retract")}
          busy={retract.isPending}
          error={retract.error}
          onSubmit={(reason) =>
            retract.mutate({ path: { id: wrong.id }, version: wrong.version, body: { reason } })
          }
          onClose={() => setWrong(null)}
        />
      )}
    </div>
  );
}
