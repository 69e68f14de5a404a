import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useAct, useCall } from "@/api/hooks";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useVersionedDraft } from "@/lib/versioned";
import { useWords } from "@/lib/words";
import { PersonLink } from "@/features/person/PersonLink";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { SaveMark } from "@/ui/SaveMark";
import { StaleNotice } from "@/ui/StaleNotice";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { Questions } from "./Questions";
import { ScorePanel } from "./ScorePanel";
import classes from "./Assessment.module.css";

const route = getRouteApi("/assessments/$assessmentId");

/** One assessment: the questions, the score as it grows, and what completing it will do. */
export function AssessmentScreen() {
  const { t } = useTranslation();
  useTitle(t("assessment.one"));
  const { assessmentId: id } = route.useParams();
  const assessment = useCall(
    "assessment_get",
    { path: { id } },
    { staleTime: Infinity, refetchOnWindowFocus: false },
  );
  const code = assessment.data?.instrument ?? "";
  const instrument = useCall(
    "instrument_get",
    { path: { code } },
    { enabled: code !== "", staleTime: Infinity, meta: { fixed: true } },
  );
  const error = assessment.error ?? instrument.error;
  if (error) return <ProblemNotice error={error} />;
  if (!assessment.data || !instrument.data) return <Waiting lines={5} height={110} />;
  return assessment.data.status === "in_progress" ? (
    <Runner key={id} assessment={assessment.data} instrument={instrument.data} />
  ) : (
    <Finished assessment={assessment.data} instrument={instrument.data} />
  );
}

interface PartProps {
  assessment: AssessmentView;
  instrument: InstrumentView;
}

function Heading({ assessment, instrument }: PartProps) {
  const words = useWords();
  return (
    <div>
      <PersonLink personId={assessment.person_id} tab="assessments" />
      <Title order={1}>{instrument.title}</Title>
      <Text c="dimmed" size="sm">
        {words(assessment.mode)} · {formatInstant(assessment.performed_at)} · {assessment.author.name}
      </Text>
    </div>
  );
}

function Runner({ assessment, instrument }: PartProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = assessment.id;
  const edit = useVersionedDraft({
    record: assessment,
    draftOf: ({ answers }) => answers,
    save: (answers, version) => call("assessment_update", { path: { id }, version, body: { answers } }),
    reload: () => call("assessment_get", { path: { id } }),
  });
  const score = useCall(
    "instrument_score",
    { path: { code: instrument.code }, body: { answers: edit.draft } },
    {
      placeholderData: (before) => before ?? edit.saved.score ?? undefined,
      staleTime: Infinity,
      meta: { fixed: true },
    },
  );
  const complete = useAct("assessment_complete", {
    onSuccess: (done) => {
      showDone(t(done.status === "awaiting_review" ? "assessment.sent_for_review" : "assessment.completed"));
      void navigate({
        to: "/people/$personId",
        params: { personId: done.person_id },
        search: { tab: "assessments", instrument: done.instrument },
      });
    },
  });
  const open = instrument.items.filter(
    (item) => item.required && edit.draft[item.number] === undefined,
  ).length;
  const finish = async () => {
    const version = await edit.settle();
    complete.mutate({ path: { id }, version });
  };

  return (
    <Stack gap="md">
      <Heading assessment={assessment} instrument={instrument} />
      {edit.stale && (
        <StaleNotice onKeepMine={() => void edit.keepMine()} onTakeTheirs={() => void edit.takeTheirs()} />
      )}
      {complete.error && <ProblemNotice error={complete.error} />}
      <div className={classes.runner}>
        <Questions
          items={instrument.items}
          answers={edit.draft}
          onAnswer={(item, value) => edit.change({ ...edit.draft, [item]: value })}
        />
        <aside className={classes.aside} aria-label={t("assessment.score")}>
          {score.data && <ScorePanel score={score.data} instrument={instrument} open={open} />}
          <Group justify="space-between">
            <ActionButton
              can={edit.saved.can}
              operation="assessment_complete"
              blocked={open > 0 ? t("assessment.open_questions", { count: open }) : undefined}
              loading={complete.isPending}
              onClick={() => void finish().catch(() => undefined)}
              size="md"
            >
              {t("assessment.complete")}
            </ActionButton>
            <SaveMark state={edit.state} onSave={() => void edit.flush().catch(() => undefined)} />
          </Group>
          <Text size="xs" c="dimmed">
            {t("assessment.keys")}
          </Text>
        </aside>
      </div>
    </Stack>
  );
}

function Finished({ assessment, instrument }: PartProps) {
  const { t } = useTranslation();
  const review = useAct("assessment_review");
  const { id, version, can, answers, status } = assessment;
  return (
    <Stack gap="md">
      <Heading assessment={assessment} instrument={instrument} />
      {review.error && <ProblemNotice error={review.error} />}
      <div className={classes.runner}>
        <ol className={classes.answers}>
          {instrument.items.map((item) => (
            <li key={item.number} className={classes.answer}>
              <span>
                {item.number}. {item.text}
              </span>
              <b>
                {item.options.find(({ value }) => value === answers[item.number])?.label ??
                  t("assessment.not_answered")}
                {item.scored && answers[item.number] !== undefined && ` (${answers[item.number]})`}
              </b>
            </li>
          ))}
        </ol>
        <aside className={classes.aside} aria-label={t("assessment.score")}>
          {assessment.score && <ScorePanel score={assessment.score} instrument={instrument} open={0} />}
          {status === "awaiting_review" && (
            <ActionButton
              can={can}
              operation="assessment_review"
              loading={review.isPending}
              onClick={() => review.mutate({ path: { id }, version })}
            >
              {t("assessment.review")}
            </ActionButton>
          )}
          <Button
            component={Link}
            to="/people/$personId"
            params={{ personId: assessment.person_id } as never}
            variant="default"
          >
            {t("today.open_person")}
          </Button>
        </aside>
      </div>
    </Stack>
  );
}
