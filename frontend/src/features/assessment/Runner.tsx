import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useAct } from "@/api/hooks";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { useVersionedDraft } from "@/lib/versioned";
import { ActionButton } from "@/ui/ActionButton";
import { announce } from "@/ui/announce";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { SaveMark } from "@/ui/SaveMark";
import { StaleNotice } from "@/ui/StaleNotice";
import { showDone } from "@/ui/toast";
import { About, SkeletonNotice } from "./About";
import { asked, kept, labelsOf, missing, numbered } from "./logic";
import { langOf } from "./paper";
import { PhoneBar } from "./PhoneBar";
import { Questions, type QuestionsHandle } from "./Questions";
import { ScorePanel } from "./ScorePanel";
import { Triggers } from "./Triggers";
import { useLiveScore } from "./useLiveScore";
import { Withdraw } from "./Withdraw";
import classes from "./Assessment.module.css";

interface RunnerProps {
  assessment: AssessmentView;
  instrument: InstrumentView;
  heading: ReactNode;
}

/** The questions, the score as it grows, and what completing will do. */
export function Runner({ assessment, instrument, heading }: RunnerProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = assessment;
  const { items } = instrument;
  const edit = useVersionedDraft({
    record: assessment,
    draftOf: ({ answers }) => numbered(items, answers),
    save: (answers, version) => call("assessment_update", { path: { id }, version, body: { answers } }),
    reload: () => call("assessment_get", { path: { id } }),
  });
  const answers = edit.draft;
  const score = useLiveScore(assessment, answers, edit.saved.score ?? undefined);
  const questions = useRef<QuestionsHandle>(null);
  const result = useRef<HTMLElement>(null);
  /** True while it is asked whether to end with questions open: a person may stop, and an emergency does not wait. */
  const [gaps, setGaps] = useState(false);
  /** Counts how often another version was taken, so that the fields show it. */
  const [taken, setTaken] = useState(0);
  const complete = useAct("assessment_complete", {
    onSuccess: (done) => {
      showDone(t(done.status === "awaiting_review" ? "assessment.sent_for_review" : "assessment.completed"));
      // Where an alert opened, the person is next; else the result shows here.
      if (done.score?.triggers.length) {
        const search = { tab: "assessments", instrument: done.instrument } as const;
        void navigate({ to: "/people/$personId", params: { personId: done.person_id }, search });
      }
    },
  });
  const withdraw = useAct("assessment_withdraw", {
    onSuccess: ({ person_id: personId }) => {
      showDone(t("assessment.discarded"));
      void navigate({ to: "/people/$personId", params: { personId }, search: { tab: "assessments" } });
    },
  });

  const onAnswer = (number: number, value: number | undefined) => {
    const next = Object.fromEntries(Object.entries(answers).filter(([key]) => key !== String(number)));
    if (value !== undefined) next[number] = value;
    const still = kept(items, next);
    const dropped = Object.keys(next).length - Object.keys(still).length;
    if (dropped > 0) announce(t("assessment.dropped", { count: dropped }));
    edit.change(still);
  };
  const finish = async () => {
    const version = await edit.settle();
    complete.mutate({ path: { id }, version });
  };
  const discard = async (reason: string) => {
    const version = await edit.settle();
    withdraw.mutate({ path: { id }, version, body: { reason } });
  };
  const end = () => {
    setGaps(false);
    void finish().catch(() => undefined);
  };
  const toResult = () => {
    result.current?.scrollIntoView({ block: "nearest" });
    result.current?.querySelector<HTMLElement>("[data-complete] button")?.focus({ preventScroll: true });
  };

  // An answer that was changed is the author's own, before it is saved too.
  const before = numbered(items, edit.saved.answers);
  const sources = Object.fromEntries(
    Object.entries(edit.saved.prefilled).filter(([key]) => before[Number(key)] === answers[Number(key)]),
  );
  const open = missing(items, answers);
  const called = asked(items, answers);
  const done = called.filter(({ number }) => answers[number] !== undefined).length;
  const decides = score?.next_question ? Number(score.next_question) : undefined;
  const label = decides === undefined ? undefined : labelsOf(items).get(decides);
  const nextOpen = (open[0] ?? called.find(({ number }) => answers[number] === undefined))?.number;
  const jump = (number: number) => questions.current?.show(number);

  return (
    <Stack gap="md">
      {heading}
      {edit.stale && (
        <StaleNotice
          onKeepMine={() => void edit.keepMine()}
          onTakeTheirs={() => void edit.takeTheirs().then(() => setTaken(taken + 1))}
        />
      )}
      {complete.error && <ProblemNotice error={complete.error} />}
      <SkeletonNotice instrument={instrument} />
      {gaps && (
        <Dialog
          title={t("assessment.open_questions", { count: open.length })}
          submit={t("assessment.complete_open")}
          onSubmit={end}
          onClose={() => setGaps(false)}
        >
          <Text>{t("assessment.complete_open_why")}</Text>
        </Dialog>
      )}
      <div className={classes.runner}>
        <div>
          {instrument.stem && (
            <Text className={classes.stem} lang={langOf(instrument)}>
              {instrument.stem}
            </Text>
          )}
          <Questions
            key={taken}
            ref={questions}
            instrument={instrument}
            answers={answers}
            sources={sources}
            score={score}
            onAnswer={onAnswer}
            onEnd={toResult}
          />
        </div>
        <aside className={classes.aside} aria-label={t("assessment.score")} ref={result}>
          <Triggers instrument={instrument} fired={score?.triggers ?? []} ahead />
          {score && <ScorePanel score={score} instrument={instrument} />}
          <div>
            <Progress value={(100 * done) / Math.max(1, called.length)} size="sm" aria-hidden />
            <Text size="sm" mt={6}>
              {t("assessment.answered", { done, all: called.length })}
            </Text>
          </div>
          {decides !== undefined && label && (
            <Button variant="light" size="sm" onClick={() => jump(decides)}>
              {t("assessment.decides", { label })}
            </Button>
          )}
          <Group justify="space-between" data-complete>
            <ActionButton
              can={edit.saved.can}
              operation="assessment_complete"
              loading={complete.isPending}
              onClick={() => (open.length > 0 ? setGaps(true) : end())}
              size="md"
            >
              {t("assessment.complete")}
            </ActionButton>
            <SaveMark state={edit.state} onSave={() => void edit.flush().catch(() => undefined)} />
          </Group>
          <Text size="xs" c="dimmed" className={classes.keys}>
            {t("assessment.keys")}
          </Text>
          <Withdraw
            id={id}
            can={edit.saved.can}
            operation="assessment_withdraw"
            unfinished
            busy={withdraw.isPending}
            error={withdraw.error}
            onSubmit={(reason) => void discard(reason).catch(() => undefined)}
          />
          <About instrument={instrument} />
        </aside>
      </div>
      <PhoneBar
        score={score}
        instrument={instrument}
        progress={{ done, all: called.length }}
        onNext={nextOpen === undefined ? undefined : () => jump(nextOpen)}
        onResult={toResult}
      />
    </Stack>
  );
}
