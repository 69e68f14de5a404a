import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useAct, useCall } from "@/api/hooks";
import type { CarePlanView, PlanContent } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useVersionedDraft } from "@/lib/versioned";
import { useWords } from "@/lib/words";
import { PersonLink } from "@/features/person/PersonLink";
import { PrintLink } from "@/features/print/PrintLink";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { SaveMark } from "@/ui/SaveMark";
import { StaleNotice } from "@/ui/StaleNotice";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { Compare } from "./Compare";
import { Entries } from "./Entries";
import { PlanEditor } from "./PlanEditor";
import { PlanReading } from "./PlanReading";
import { SecondLook } from "./SecondLook";

const route = getRouteApi("/care-plans/$carePlanId");

/** One care plan: a draft to edit, an approved plan to read, and what changed between revisions. */
export function CarePlanScreen() {
  const { t } = useTranslation();
  useTitle(t("care_plan.title"));
  const { carePlanId: id } = route.useParams();
  const plan = useCall("care_plan_get", { path: { id } }, { refetchOnWindowFocus: false });
  // A failed look for news must not close what is being written.
  if (!plan.data) {
    return plan.error ? <ProblemNotice error={plan.error} /> : <Waiting lines={4} height={120} />;
  }
  const editable = plan.data.can.includes("care_plan_update");
  return (
    <Stack gap="md">
      {editable ? (
        <Draft key={`${id}:${plan.data.revision}`} plan={plan.data} />
      ) : (
        <Approved plan={plan.data} />
      )}
      <Entries plan={plan.data} />
      {plan.data.revision > 1 && <Compare plan={plan.data} />}
    </Stack>
  );
}

function Heading({ plan, children }: { plan: CarePlanView; children: React.ReactNode }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div>
        <PersonLink personId={plan.person_id} tab="plan" />
        <Group gap="sm">
          <Title order={1}>
            {t("care_plan.title")}: {words(plan.kind).toLowerCase()}
          </Title>
          <Badge size="lg" variant="light" color={plan.status === "active" ? "teal" : "gray"}>
            {words(plan.status)}
          </Badge>
        </Group>
        <Text c="dimmed" size="sm">
          {t("care_plan.revision", { revision: plan.revision })}
          {plan.status !== "draft" &&
            plan.approved_by &&
            plan.approved_at &&
            ` · ${t("care_plan.approved", { name: plan.approved_by.name, when: formatInstant(plan.approved_at) })}`}
          {plan.reason && ` · ${t("care_plan.reason_given", { reason: plan.reason })}`}
        </Text>
      </div>
      <Group gap="sm">{children}</Group>
    </Group>
  );
}

const said = ({ text }: { text: string }) => text.trim() !== "";

/** What is sent: a row that is only just begun stays on the screen, and keeps nothing else from being saved. */
function written(content: PlanContent): PlanContent {
  const interventions = content.interventions.filter(said);
  const aimed = new Set(interventions.map(({ goal_id }) => goal_id));
  return {
    ...content,
    goals: content.goals.filter((goal) => said(goal) || aimed.has(goal.id)),
    interventions,
    barriers: content.barriers.filter(said),
    preferences: content.preferences.filter(said),
  };
}

function Draft({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const id = plan.id;
  const edit = useVersionedDraft({
    record: plan,
    draftOf: ({
      content: { goals = [], interventions = [], barriers = [], preferences = [], review_on = null },
    }) => ({ goals, interventions, barriers, preferences, review_on }),
    save: (content, version) =>
      call("care_plan_update", { path: { id }, version, body: { content: written(content) } }),
    reload: () => call("care_plan_get", { path: { id } }),
  });
  const approve = useAct("care_plan_approve", { onSuccess: () => showDone(t("care_plan.approved_now")) });
  const failing = edit.saved.smart.filter(({ passes }) => !passes).length;
  const blocked =
    edit.draft.goals.length === 0
      ? t("care_plan.no_goal")
      : failing > 0
        ? t("care_plan.not_smart", { count: failing })
        : undefined;
  const finish = async () => {
    const version = await edit.settle();
    approve.mutate({ path: { id }, version });
  };
  return (
    <>
      <Heading plan={plan}>
        <SaveMark state={edit.state} onSave={() => void edit.flush().catch(() => undefined)} />
        <ActionButton
          can={edit.saved.can}
          operation="care_plan_approve"
          blocked={blocked}
          loading={approve.isPending}
          onClick={() => void finish().catch(() => undefined)}
        >
          {t("care_plan.approve")}
        </ActionButton>
      </Heading>
      {edit.stale && (
        <StaleNotice onKeepMine={() => void edit.keepMine()} onTakeTheirs={() => void edit.takeTheirs()} />
      )}
      {edit.failure && <ProblemNotice error={edit.failure} />}
      {approve.error && <ProblemNotice error={approve.error} />}
      <SecondLook planId={id} version={edit.saved.version} />
      <PlanEditor
        content={edit.draft}
        smart={edit.saved.smart}
        personId={plan.person_id}
        onChange={edit.change}
      />
    </>
  );
}

function Approved({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const [revising, setRevising] = useState(false);
  const revise = useAct("care_plan_revise", { onSuccess: () => setRevising(false) });
  const { id, version, can } = plan;
  return (
    <>
      <Heading plan={plan}>
        <PrintLink to="/care-plans/$carePlanId/print" params={{ carePlanId: id }} />
        <ActionButton can={can} operation="care_plan_revise" onClick={() => setRevising(true)}>
          {t("care_plan.revise")}
        </ActionButton>
      </Heading>
      <SecondLook planId={id} version={version} />
      <PlanReading plan={plan} />
      {revising && (
        <ReasonDialog
          title={t("care_plan.revise")}
          text={t("care_plan.revise_text")}
          label={t("care_plan.revise_reason")}
          submit={t("care_plan.revise")}
          busy={revise.isPending}
          error={revise.error}
          onSubmit={(reason) => revise.mutate({ path: { id }, version, body: { reason } })}
          onClose={() => setRevising(false)}
        />
      )}
    </>
  );
}
