import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
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
import { RevisionSwitch, type Shown } from "@/ui/RevisionSwitch";
import { SaveMark } from "@/ui/SaveMark";
import { StaleNotice } from "@/ui/StaleNotice";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { Compare } from "./Compare";
import { Entries } from "./Entries";
import { inForceOf } from "./in_force";
import { PlanEditor } from "./PlanEditor";
import { PlanReading } from "./PlanReading";
import { SecondLook } from "./SecondLook";
import classes from "./CarePlan.module.css";

const route = getRouteApi("/care-plans/$carePlanId");

/** One care plan: what is in force to work with, the next revision to write, and what changed between revisions. */
export function CarePlanScreen() {
  const { t } = useTranslation();
  useTitle(t("care_plan.title"));
  const { carePlanId: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const plan = useCall("care_plan_get", { path: { id } }, { refetchOnWindowFocus: false });
  // A failed look for news must not close what is being written.
  if (!plan.data) {
    return plan.error ? <ProblemNotice error={plan.error} /> : <Waiting lines={4} height={120} />;
  }
  const { drafted_by: by, drafted_at: since, status } = plan.data;
  const inForce = inForceOf(plan.data);
  const drafted = status === "draft";
  const shown: Shown = drafted && (!inForce || search.show === "draft") ? "draft" : "in_force";
  const show = (next?: Shown) =>
    void navigate({
      search: ({ from, to }) => ({ ...(from && { from }), ...(to && { to }), ...(next && { show: next }) }),
      replace: true,
    });
  const writing = inForce && drafted && (
    <RevisionSwitch shown={shown} onShow={show}>
      {by && since
        ? t("plan_says.revision.drafted", { name: by.name, when: formatInstant(since) })
        : t("plan_says.revision.drafted_by_somebody")}
    </RevisionSwitch>
  );
  return (
    <Stack gap="md" key={id}>
      {shown === "draft" ? (
        <Drafted plan={plan.data} notice={writing} onApproved={() => show()} />
      ) : (
        inForce && <Approved plan={inForce} notice={writing} onRevised={() => show("draft")} />
      )}
      <Entries plan={plan.data} />
      {plan.data.revision > 1 && <Compare plan={plan.data} />}
    </Stack>
  );
}

interface PartProps {
  plan: CarePlanView;
  /** That the next revision is being written. */
  notice: ReactNode;
}

/** A draft to write, or to read for those who don't. */
function Drafted({ plan, notice, onApproved }: PartProps & { onApproved: () => void }) {
  if (plan.can.includes("care_plan_update")) {
    return <Draft key={`${plan.id}:${plan.revision}`} plan={plan} notice={notice} onApproved={onApproved} />;
  }
  return (
    <>
      <Heading plan={plan} />
      {notice}
      <SecondLook planId={plan.id} version={plan.version} />
      <PlanReading plan={plan} />
    </>
  );
}

function Heading({ plan, children }: { plan: CarePlanView; children?: ReactNode }) {
  const { t } = useTranslation();
  const words = useWords();
  const active = plan.status === "active";
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div className={classes.heading}>
        <PersonLink personId={plan.person_id} tab="plan" caseId={plan.case_id} />
        <Group gap="sm">
          <Title order={1}>
            {t("care_plan.title")}: {words(plan.kind).toLowerCase()}
          </Title>
          <Badge size="lg" variant="light" color={active ? "teal" : "gray"}>
            {active ? t("plan_says.revision.in_force") : words(plan.status)}
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
      {children && <Group gap="sm">{children}</Group>}
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

function Draft({ plan, notice, onApproved }: PartProps & { onApproved: () => void }) {
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
  const approve = useAct("care_plan_approve", {
    onSuccess: () => {
      showDone(t("care_plan.approved_now"));
      onApproved();
    },
  });
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
      {notice}
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

function Approved({ plan, notice, onRevised }: PartProps & { onRevised: () => void }) {
  const { t } = useTranslation();
  const [revising, setRevising] = useState(false);
  const revise = useAct("care_plan_revise", {
    onSuccess: () => {
      setRevising(false);
      onRevised();
    },
  });
  const { id, version, can } = plan;
  return (
    <>
      <Heading plan={plan}>
        <PrintLink to="/care-plans/$carePlanId/print" params={{ carePlanId: id }} />
        {!notice && (
          <ActionButton can={can} operation="care_plan_revise" onClick={() => setRevising(true)}>
            {t("care_plan.revise")}
          </ActionButton>
        )}
      </Heading>
      {notice}
      <SecondLook planId={id} version={version} />
      <PlanReading plan={plan} />
      {revising && (
        <ReasonDialog
          draft={`care-plan-revise:${id}`}
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
