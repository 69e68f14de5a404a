import { Badge, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CarePlanView } from "@/api/types";
import { useWords } from "@/lib/words";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { GoalReading } from "./GoalReading";
import { Interventions } from "./Interventions";

/** An approved plan, to read and to print. */
export function PlanReading({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const words = useWords();
  const needs = useCall("need_list", { path: { id: plan.person_id } });
  const progress = useCall("goal_progress_list", { path: { id: plan.id } });
  const kept = useCall("occurrence_list", { path: { id: plan.id } });
  const score = progress.data?.attainment_score;
  const { goals = [], barriers = [], preferences = [] } = plan.content;
  const needTitle = (id: string | null | undefined) =>
    needs.data?.items.find((need) => need.id === id)?.title;

  return (
    <Stack gap="md">
      {preferences.length > 0 && (
        <Section title={t("plan.preferences.title")}>
          <Rows>
            {preferences.map((one) => (
              <Row
                key={one.id}
                title={one.text}
                detail={one.constraint && `${t("plan.preferences.constraint")}: ${one.constraint}`}
                actions={<Badge variant="light">{t(`plan.preferences.kinds.${one.kind}`)}</Badge>}
              />
            ))}
          </Rows>
        </Section>
      )}
      <Section title={t("care_plan.goals")}>
        {progress.error && <ProblemNotice error={progress.error} />}
        {score != null && (
          <Text size="sm" mb="sm">
            <b>
              {t("plan.scale.score")}: {score.toFixed(1)}
            </b>{" "}
            {t("plan.scale.score_text", { count: progress.data?.attainment_goals ?? 0 })}
          </Text>
        )}
        <Stack gap="md">
          {goals.map((goal) => (
            <GoalReading
              key={goal.id}
              plan={plan}
              goal={goal}
              need={needTitle(goal.need_id)}
              course={progress.data?.goals.find(({ goal_id }) => goal_id === goal.id)}
              kept={kept.data?.goals.find(({ goal_id }) => goal_id === goal.id)?.adherence}
            />
          ))}
        </Stack>
      </Section>
      <Interventions plan={plan} />
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
