import { Alert, Badge, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useAct, useCall } from "@/api/hooks";
import type { CrisisPlanView } from "@/api/types";
import { PersonLink } from "@/features/person/PersonLink";
import { PrintLink } from "@/features/print/PrintLink";
import { formatInstant } from "@/lib/dates";
import { useVersionedDraft } from "@/lib/versioned";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { RevisionSwitch, type Shown } from "@/ui/RevisionSwitch";
import { SaveMark } from "@/ui/SaveMark";
import { Section } from "@/ui/Section";
import { StaleNotice } from "@/ui/StaleNotice";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { missingSection, namelessSection, wholeContent, written } from "./content";
import { CrisisPlanEditor } from "./CrisisPlanEditor";
import { CrisisPlanHistory } from "./CrisisPlanHistory";
import { CrisisPlanReading } from "./CrisisPlanReading";
import { Signed } from "./Signed";

const route = getRouteApi("/crisis-plans/$crisisPlanId");

/** One crisis plan: the draft to write with the person, what is in force to read, and every revision. */
export function CrisisPlanScreen() {
  const { t } = useTranslation();
  useTitle(t("crisis_plan.title"));
  const { crisisPlanId: id } = route.useParams();
  const plan = useCall("crisis_plan_get", { path: { id } }, { refetchOnWindowFocus: false });
  // A failed look for news must not close what is being written.
  if (!plan.data) {
    return plan.error ? <ProblemNotice error={plan.error} /> : <Waiting lines={4} height={120} />;
  }
  return (
    <Stack gap="md">
      <State key={`${id}:${plan.data.revision}`} plan={plan.data} />
      {plan.data.revision > 0 && <CrisisPlanHistory plan={plan.data} />}
    </Stack>
  );
}

/** What is in force is read; a draft is written, or waits to be signed off until somebody writes on. */
function State({ plan }: { plan: CrisisPlanView }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [writesOn, setWritesOn] = useState(false);
  const { draft } = plan;
  const inForce = plan.revision > 0;
  const shown: Shown = draft && (!inForce || search.show === "draft") ? "draft" : "in_force";
  const show = (next: Shown) => void navigate({ search: { show: next }, replace: true });
  const writing = inForce && draft && (
    <RevisionSwitch shown={shown} onShow={show}>
      {draft.submitted_by && draft.submitted_at
        ? t("plan_says.revision.submitted", {
            name: draft.submitted_by.name,
            when: formatInstant(draft.submitted_at),
          })
        : draft.begun_at
          ? t("plan_says.revision.drafted", { name: draft.author.name, when: formatInstant(draft.begun_at) })
          : t("plan_says.revision.drafted_by_somebody")}
    </RevisionSwitch>
  );
  if (shown === "in_force" || !draft) {
    return <Reading plan={plan} notice={writing} onRevised={() => show("draft")} />;
  }
  if (draft.submitted_at && !writesOn) {
    return <Waits plan={plan} notice={writing} onWrite={() => setWritesOn(true)} />;
  }
  return plan.can.includes("crisis_plan_update") ? (
    <Draft plan={plan} notice={writing} onSubmitted={() => setWritesOn(false)} />
  ) : (
    <DraftReading plan={plan} notice={writing} />
  );
}

interface PartProps {
  plan: CrisisPlanView;
  /** That the next revision is being written, with the way to it and back. */
  notice: ReactNode;
}

/** A draft for those who do not write it. */
function DraftReading({ plan, notice }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Heading plan={plan} drafted />
      {notice}
      {plan.draft && (
        <Section title={t("crisis_plan.the_draft")}>
          <CrisisPlanReading content={plan.draft.content} lifeline={plan.lifeline} />
        </Section>
      )}
    </>
  );
}

interface HeadingProps {
  plan: CrisisPlanView;
  /** What is shown is the draft, whatever is in force. */
  drafted?: boolean;
  children?: ReactNode;
}

function Heading({ plan, drafted, children }: HeadingProps) {
  const { t } = useTranslation();
  const words = useWords();
  const inForce = plan.status === "in_force" && !drafted;
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div>
        <PersonLink personId={plan.person_id} tab="overview" />
        <Group gap="sm">
          <Title order={1}>{t("crisis_plan.title")}</Title>
          <Badge size="lg" variant="light" color={inForce ? "teal" : "gray"}>
            {drafted ? t("plan_says.revision.draft") : words(plan.status)}
          </Badge>
        </Group>
        {plan.revision > 0 && <Signed plan={plan} />}
        {plan.ended_at && plan.ended_by && (
          <Text c="dimmed" size="sm">
            {t("crisis_plan.ended", { name: plan.ended_by.name, when: formatInstant(plan.ended_at) })}{" "}
            {plan.ended_reason}
          </Text>
        )}
      </div>
      {children && <Group gap="sm">{children}</Group>}
    </Group>
  );
}

interface WaitsProps extends PartProps {
  onWrite: () => void;
}

function Waits({ plan, notice, onWrite }: WaitsProps) {
  const { t } = useTranslation();
  const approve = useAct("crisis_plan_approve", { onSuccess: () => showDone(t("crisis_plan.approved_now")) });
  const { id, version, can, draft } = plan;
  return (
    <>
      <Heading plan={plan} drafted>
        <ActionButton can={can} operation="crisis_plan_update" variant="default" onClick={onWrite}>
          {t("crisis_plan.write_on")}
        </ActionButton>
        <ActionButton
          can={can}
          operation="crisis_plan_approve"
          loading={approve.isPending}
          onClick={() => approve.mutate({ path: { id }, version })}
        >
          {t("crisis_plan.approve")}
        </ActionButton>
      </Heading>
      {notice}
      {approve.error && <ProblemNotice error={approve.error} />}
      {!notice && draft?.submitted_by && draft.submitted_at && (
        <Alert color="blue">
          {t("crisis_plan.waits", { name: draft.submitted_by.name, when: formatInstant(draft.submitted_at) })}
        </Alert>
      )}
      {draft && (
        <Section title={t("crisis_plan.the_draft")}>
          <CrisisPlanReading content={draft.content} lifeline={plan.lifeline} />
        </Section>
      )}
    </>
  );
}

interface DraftProps extends PartProps {
  onSubmitted: () => void;
}

function Draft({ plan, notice, onSubmitted }: DraftProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = plan.id;
  const edit = useVersionedDraft({
    record: plan,
    draftOf: ({ draft }) => wholeContent(draft?.content),
    save: (content, version) =>
      call("crisis_plan_update", { path: { id }, version, body: { content: written(content) } }),
    reload: () => call("crisis_plan_get", { path: { id } }),
  });
  const approve = useAct("crisis_plan_approve", { onSuccess: () => showDone(t("crisis_plan.approved_now")) });
  const submit = useAct("crisis_plan_submit", {
    onSuccess: () => {
      showDone(t("crisis_plan.submitted_now"));
      onSubmitted();
    },
  });
  const [discarding, setDiscarding] = useState(false);
  const discard = useAct("crisis_plan_discard", {
    onSuccess: ({ person_id, status }) => {
      setDiscarding(false);
      showDone(t("crisis_plan.discarded_now"));
      if (status === "discarded") void navigate({ to: "/people/$personId", params: { personId: person_id } });
    },
  });
  const missing = missingSection(edit.draft);
  const nameless = namelessSection(edit.draft);
  const blocked = missing
    ? t("crisis_plan.missing", { section: t(`crisis_plan.section.${missing}`) })
    : nameless && t("crisis_plan.nameless", { section: t(`crisis_plan.section.${nameless}`) });
  const act = (what: typeof approve | typeof submit | typeof discard) =>
    void edit
      .settle()
      .then((version) => what.mutate({ path: { id }, version }))
      .catch(() => undefined);
  const { can } = edit.saved;
  const error = approve.error ?? submit.error;
  return (
    <>
      <Heading plan={plan} drafted>
        <SaveMark state={edit.state} onSave={() => void edit.flush().catch(() => undefined)} />
        <ActionButton
          can={can}
          operation="crisis_plan_discard"
          variant="default"
          onClick={() => setDiscarding(true)}
        >
          {t("crisis_plan.discard")}
        </ActionButton>
        {can.includes("crisis_plan_approve") ? (
          <ActionButton
            can={can}
            operation="crisis_plan_approve"
            blocked={blocked}
            loading={approve.isPending}
            onClick={() => act(approve)}
          >
            {t("crisis_plan.approve")}
          </ActionButton>
        ) : (
          <ActionButton
            can={can}
            operation="crisis_plan_submit"
            blocked={blocked}
            loading={submit.isPending}
            onClick={() => act(submit)}
          >
            {t("crisis_plan.submit")}
          </ActionButton>
        )}
      </Heading>
      {notice}
      {edit.stale && (
        <StaleNotice onKeepMine={() => void edit.keepMine()} onTakeTheirs={() => void edit.takeTheirs()} />
      )}
      {edit.failure && <ProblemNotice error={edit.failure} />}
      {error && <ProblemNotice error={error} />}
      {plan.draft?.reason && (
        <Text c="dimmed">{t("care_plan.reason_given", { reason: plan.draft.reason })}</Text>
      )}
      <CrisisPlanEditor content={edit.draft} onChange={edit.change} />
      {discarding && (
        <Dialog
          title={t("crisis_plan.discard")}
          submit={t("crisis_plan.discard")}
          danger
          busy={discard.isPending}
          error={discard.error ?? edit.failure}
          onSubmit={() => act(discard)}
          onClose={() => setDiscarding(false)}
        >
          <Text>{t("crisis_plan.discard_text")}</Text>
        </Dialog>
      )}
    </>
  );
}

type Asking = "revise" | "end" | null;

function Reading({ plan, notice, onRevised }: PartProps & { onRevised: () => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Asking>(null);
  const done = () => setAsking(null);
  const revise = useAct("crisis_plan_revise", {
    onSuccess: () => {
      done();
      onRevised();
    },
  });
  const end = useAct("crisis_plan_end", { onSuccess: done });
  const review = useAct("crisis_plan_review", { onSuccess: () => showDone(t("crisis_plan.reviewed_now")) });
  const { id, version, can } = plan;
  const { content } = plan;
  return (
    <>
      <Heading plan={plan}>
        {plan.status === "in_force" && (
          <>
            <PrintLink to="/crisis-plans/$crisisPlanId/print" params={{ crisisPlanId: id }} />
            <ActionButton
              can={can}
              operation="crisis_plan_end"
              variant="default"
              onClick={() => setAsking("end")}
            >
              {t("crisis_plan.end")}
            </ActionButton>
            <ActionButton
              can={can}
              operation="crisis_plan_review"
              variant="default"
              loading={review.isPending}
              onClick={() => review.mutate({ path: { id }, version })}
            >
              {t("crisis_plan.review")}
            </ActionButton>
            {!notice && (
              <ActionButton can={can} operation="crisis_plan_revise" onClick={() => setAsking("revise")}>
                {t("crisis_plan.revise")}
              </ActionButton>
            )}
          </>
        )}
      </Heading>
      {notice}
      {review.error && <ProblemNotice error={review.error} />}
      {content && (
        <Section title={t("crisis_plan.in_own_words")}>
          <CrisisPlanReading content={content} lifeline={plan.lifeline} />
        </Section>
      )}
      {asking === "revise" && (
        <ReasonDialog
          draft={`crisis-plan-revise:${id}`}
          title={t("crisis_plan.revise")}
          text={t("crisis_plan.revise_text")}
          label={t("crisis_plan.revise_reason")}
          submit={t("crisis_plan.revise")}
          busy={revise.isPending}
          error={revise.error}
          onSubmit={(reason) => revise.mutate({ path: { id }, version, body: { reason } })}
          onClose={done}
        />
      )}
      {asking === "end" && (
        <ReasonDialog
          draft={`crisis-plan-end:${id}`}
          title={t("crisis_plan.end")}
          text={t("crisis_plan.end_text")}
          label={t("crisis_plan.end_reason")}
          submit={t("crisis_plan.end")}
          danger
          busy={end.isPending}
          error={end.error}
          onSubmit={(reason) => end.mutate({ path: { id }, version, body: { reason } })}
          onClose={done}
        />
      )}
    </>
  );
}
