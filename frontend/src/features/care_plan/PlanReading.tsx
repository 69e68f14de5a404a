import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CarePlanView, Goal } from "@/api/types";
import { useStaffName } from "@/features/staff/StaffSelect";
import { formatDate } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { Facts } from "@/ui/Facts";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Smart } from "./Smart";
import classes from "./CarePlan.module.css";

/** An approved plan, to read and to print. */
export function PlanReading({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const words = useWords();
  const nameOf = useStaffName();
  const needs = useCall("need_list", { path: { id: plan.person_id } });
  const { goals = [], interventions = [], barriers = [] } = plan.content;
  const needTitle = (id: string | null | undefined) =>
    needs.data?.items.find((need) => need.id === id)?.title;
  const amount = (value: number | null | undefined, goal: Goal) =>
    value == null ? t("state.unknown") : [value, goal.unit].filter((part) => part != null).join(" ");

  return (
    <Stack gap="md">
      <Section title={t("care_plan.goals")}>
        <Stack gap="md">
          {goals.map((goal) => (
            <div key={goal.id} className={classes.entry}>
              <Group justify="space-between" mb="xs">
                <Text fw={650}>{goal.text}</Text>
                <Badge variant="light">{words(goal.status)}</Badge>
              </Group>
              <Facts
                items={[
                  [t("care_plan.goal_need"), needTitle(goal.need_id) ?? t("care_plan.goal_need_none")],
                  [t("care_plan.measure"), goal.measure ?? t("state.unknown")],
                  [t("care_plan.baseline"), amount(goal.baseline, goal)],
                  [t("care_plan.target"), amount(goal.target, goal)],
                  [t("care_plan.due"), goal.due_on ? formatDate(goal.due_on) : t("state.unknown")],
                ]}
              />
              <Smart result={plan.smart.find(({ goal_id }) => goal_id === goal.id)} />
            </div>
          ))}
        </Stack>
      </Section>
      <Section title={t("care_plan.interventions")}>
        {interventions.length === 0 && <Text c="dimmed">{t("state.none")}</Text>}
        <Rows>
          {interventions.map((one) => (
            <Row
              key={one.id}
              title={one.text}
              detail={[
                one.owner_id && nameOf(one.owner_id),
                t(`care_plan.frequencies.${one.frequency}`),
                one.due_on && `${t("care_plan.due")} ${formatDate(one.due_on)}`,
              ]
                .filter(Boolean)
                .join(" · ")}
              actions={<Badge variant="light">{words(one.status)}</Badge>}
            />
          ))}
        </Rows>
      </Section>
      <Section title={t("care_plan.barriers")}>
        {barriers.length === 0 && <Text c="dimmed">{t("state.none")}</Text>}
        <Rows>
          {barriers.map((barrier) => (
            <Row
              key={barrier.id}
              title={barrier.text}
              detail={[words(barrier.kind), words(barrier.severity), barrier.resolution]
                .filter(Boolean)
                .join(" · ")}
              actions={<Badge variant="light">{words(barrier.status)}</Badge>}
            />
          ))}
        </Rows>
      </Section>
    </Stack>
  );
}
