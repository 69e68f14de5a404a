import { Badge, Group, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconTargetArrow } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CarePlanView, CaseView, PersonOverview } from "@/api/types";
import { useCapability } from "@/app/me";
import { CareGapSection } from "@/features/care_gap/CareGapSection";
import { CostSection } from "@/features/measure_entry/CostSection";
import { SurveySection } from "@/features/measure_entry/SurveySection";
import { NeedSection } from "@/features/need/NeedSection";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { inForceOf } from "./in_force";

const StartDialog = lazy(() => import("./StartDialog").then((m) => ({ default: m.StartDialog })));

interface CarePlanTabProps {
  overview: PersonOverview;
  current: CaseView | undefined;
  startNow: boolean;
}

/** What the plan must address, and the plans of the person. */
export function CarePlanTab({ overview, current, startNow }: CarePlanTabProps) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useCapability();
  const { care_plans: plans, needs, person } = overview;
  const [creating, setCreating] = useState(startNow && plans.length === 0);
  const start = (
    <ActionButton can={current?.can ?? []} operation="care_plan_create" onClick={() => setCreating(true)}>
      {t("care_plan.create")}
    </ActionButton>
  );
  return (
    <Stack gap="md">
      <Section title={t("care_plan.title")} actions={plans.length > 0 && start}>
        {plans.length === 0 && (
          <EmptyState
            icon={<IconTargetArrow size={36} stroke={1.5} aria-hidden />}
            title={t("care_plan.none")}
            text={t("care_plan.none_text")}
          >
            {start}
          </EmptyState>
        )}
        <Rows>
          {plans.map((plan) => (
            <Row
              key={plan.id}
              title={
                <Link to="/care-plans/$carePlanId" params={{ carePlanId: plan.id }}>
                  {words(plan.kind)}
                </Link>
              }
              detail={
                plan.approved_by && plan.approved_at
                  ? t("care_plan.approved", {
                      name: plan.approved_by.name,
                      when: formatInstant(plan.approved_at, current?.time_zone),
                    })
                  : t("care_plan.revision", { revision: plan.revision })
              }
              actions={
                <Group gap={6}>
                  <State plan={plan} />
                  <Badge variant="light" color="gray">
                    {t("care_plan.goal_count", {
                      count: (inForceOf(plan) ?? plan).content.goals?.length ?? 0,
                    })}
                  </Badge>
                </Group>
              }
            />
          ))}
        </Rows>
      </Section>
      <NeedSection needs={needs} person={person} />
      {may("care_gap_read") && <CareGapSection personId={person.id} current={current} />}
      {may("survey_answer_write") && <SurveySection personId={person.id} current={current} />}
      {may("cost_write") && <CostSection personId={person.id} current={current} />}
      <Suspense>
        {creating && current && <StartDialog current={current} onClose={() => setCreating(false)} />}
      </Suspense>
    </Stack>
  );
}

function State({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const words = useWords();
  const inForce = inForceOf(plan)?.status === "active";
  return (
    <>
      <Badge variant="light" color={inForce ? "teal" : "gray"}>
        {inForce ? t("plan_says.revision.in_force") : words(plan.status)}
      </Badge>
      {inForce && plan.status === "draft" && (
        <Badge variant="light" color="blue">
          {t("plan_says.revision.being_revised")}
        </Badge>
      )}
    </>
  );
}
