import { Button, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Barrier, CarePlanView, Goal, Intervention, PlanContent, Preference } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { uuid } from "@/lib/uuid";
import { Section } from "@/ui/Section";
import { BarrierEditor } from "./BarrierEditor";
import { ProposedBarriers } from "./ProposedBarriers";
import { GoalEditor } from "./GoalEditor";
import { InterventionEditor } from "./InterventionEditor";
import { PreferenceEditor } from "./PreferenceEditor";

interface PlanEditorProps {
  content: PlanContent;
  smart: CarePlanView["smart"];
  personId: string;
  onChange: (content: PlanContent) => void;
}

type Item = { id: string };
const replace = <T extends Item>(items: T[], next: T) =>
  items.map((item) => (item.id === next.id ? next : item));
const without = <T extends Item>(items: T[], gone: T) => items.filter(({ id }) => id !== gone.id);

/** What matters, goals, interventions and barriers of a draft. Every change is handed up at once; it saves itself. */
export function PlanEditor({ content, smart, personId, onChange }: PlanEditorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useCapability();
  const needs = useCall("need_list", { path: { id: personId } });
  const linked = new Set(content.goals.map(({ need_id }) => need_id));
  const open = (needs.data?.items ?? []).filter(({ id, status }) => status === "active" || linked.has(id));
  const change = (part: Partial<PlanContent>) => onChange({ ...content, ...part });
  const { goals, interventions, barriers, preferences } = content;

  const newGoal = (): Goal => ({
    id: uuid(),
    text: "",
    status: "proposed",
    direction: "increase",
    need_id: open.find(({ id }) => !linked.has(id))?.id ?? null,
  });
  const newIntervention = (): Intervention => ({
    id: uuid(),
    text: "",
    goal_id: goals[0]?.id ?? null,
    owner_id: me.id,
    frequency: "weekly",
    status: "active",
  });
  const newBarrier = (): Barrier => ({
    id: uuid(),
    text: "",
    kind: "other",
    severity: "moderate",
    status: "open",
  });

  const newPreference = (): Preference => ({ id: uuid(), kind: "preference", text: "" });

  return (
    <Stack gap="md">
      <Section
        title={t("plan.preferences.title")}
        actions={
          <Add
            label={t("plan.preferences.add")}
            onClick={() => change({ preferences: [...preferences, newPreference()] })}
          />
        }
      >
        {preferences.length === 0 && <Text c="dimmed">{t("plan.preferences.none")}</Text>}
        <Stack gap="md">
          {preferences.map((preference) => (
            <PreferenceEditor
              key={preference.id}
              preference={preference}
              onChange={(next) => change({ preferences: replace(preferences, next) })}
              onRemove={() => change({ preferences: without(preferences, preference) })}
            />
          ))}
        </Stack>
        <TextInput
          type="date"
          mt="md"
          maw="14rem"
          label={t("plan.review.on")}
          value={content.review_on ?? ""}
          onChange={(event) => change({ review_on: event.currentTarget.value || null })}
        />
      </Section>
      <Section
        title={t("care_plan.goals")}
        actions={
          // A new goal is linked to a need, so it waits for them.
          <Add
            label={t("care_plan.goal_add")}
            loading={needs.isPending}
            onClick={() => change({ goals: [...goals, newGoal()] })}
          />
        }
      >
        {goals.length === 0 && <Text c="dimmed">{t("care_plan.goal_none")}</Text>}
        <Stack gap="md">
          {goals.map((goal, index) => (
            <GoalEditor
              key={goal.id}
              number={index + 1}
              goal={goal}
              needs={open}
              smart={smart.find(({ goal_id }) => goal_id === goal.id)}
              onChange={(next) => change({ goals: replace(goals, next) })}
              onRemove={() =>
                change({
                  goals: without(goals, goal),
                  interventions: interventions.map((one) =>
                    one.goal_id === goal.id ? { ...one, goal_id: null } : one,
                  ),
                })
              }
            />
          ))}
        </Stack>
      </Section>
      <Section
        title={t("care_plan.interventions")}
        actions={
          <Add
            label={t("care_plan.intervention_add")}
            onClick={() => change({ interventions: [...interventions, newIntervention()] })}
          />
        }
      >
        {interventions.length === 0 && <Text c="dimmed">{t("care_plan.intervention_none")}</Text>}
        <Stack gap="md">
          {interventions.map((one) => (
            <InterventionEditor
              key={one.id}
              intervention={one}
              goals={goals}
              onChange={(next) => change({ interventions: replace(interventions, next) })}
              onRemove={() => change({ interventions: without(interventions, one) })}
            />
          ))}
        </Stack>
      </Section>
      <Section
        title={t("care_plan.barriers")}
        actions={
          <Add
            label={t("care_plan.barrier_add")}
            onClick={() => change({ barriers: [...barriers, newBarrier()] })}
          />
        }
      >
        {barriers.length === 0 && <Text c="dimmed">{t("care_plan.barrier_none")}</Text>}
        {may("assessment_read") && (
          <ProposedBarriers
            personId={personId}
            barriers={barriers}
            onAdd={(barrier) => change({ barriers: [...barriers, barrier] })}
          />
        )}
        <Stack gap="md">
          {barriers.map((barrier) => (
            <BarrierEditor
              key={barrier.id}
              barrier={barrier}
              onChange={(next) => change({ barriers: replace(barriers, next) })}
              onRemove={() => change({ barriers: without(barriers, barrier) })}
            />
          ))}
        </Stack>
      </Section>
    </Stack>
  );
}

function Add({ label, loading, onClick }: { label: string; loading?: boolean; onClick: () => void }) {
  return (
    <Button
      variant="default"
      loading={loading}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
