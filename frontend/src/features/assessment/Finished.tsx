import { Button, Select, Stack } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { About, SkeletonNotice } from "./About";
import { Answered } from "./Answered";
import { Change } from "./Change";
import { Compare } from "./Compare";
import { otherVersion, resultLine, useHistory } from "./history";
import { ScorePanel } from "./ScorePanel";
import { Triggers } from "./Triggers";
import { useScoreWords } from "./words";
import { ErrorNotice, Withdraw } from "./Withdraw";
import classes from "./Assessment.module.css";

const route = getRouteApi("/assessments/$assessmentId");

interface FinishedProps {
  assessment: AssessmentView;
  instrument: InstrumentView;
  heading: ReactNode;
}

/** The result, what to do about it, and the answers: alone, or beside an earlier assessment. */
export function Finished({ assessment, instrument, heading }: FinishedProps) {
  const { t } = useTranslation();
  const { band } = useScoreWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const review = useAct("assessment_review");
  const withdraw = useAct("assessment_withdraw");
  const { id, version, can, status, person_id: personId } = assessment;
  const history = useHistory(personId, assessment.instrument);
  const others = history.items.filter((one) => one.id !== id);
  const other = others.find((one) => one.id === search.with);
  const compare = (value: string | null) =>
    void navigate({ search: { with: value || undefined }, replace: true, resetScroll: false });
  return (
    <Stack gap="md">
      {heading}
      <SkeletonNotice instrument={instrument} finished />
      {review.error && <ProblemNotice error={review.error} />}
      {status === "entered_in_error" && <ErrorNotice reason={assessment.error_reason} />}
      <div className={classes.runner}>
        <Stack gap="md">
          {others.length > 0 && (
            <Select
              label={t("assessment.compare.with")}
              value={other?.id ?? ""}
              onChange={compare}
              maw={460}
              data={[
                { value: "", label: t("assessment.compare.with_none") },
                ...others.map((one) => ({
                  value: one.id,
                  label: `${formatInstant(one.performed_at)}: ${resultLine(one, band)}`,
                })),
              ]}
            />
          )}
          {other ? (
            <Compare one={assessment} other={other} language={instrument.language} />
          ) : (
            <Answered assessment={assessment} instrument={instrument} />
          )}
        </Stack>
        <aside className={classes.aside} aria-label={t("assessment.score")}>
          {assessment.score && (
            <>
              <ScorePanel score={assessment.score} instrument={instrument} />
              <Triggers instrument={instrument} fired={assessment.score.triggers} />
              <Change
                last={assessment}
                other={otherVersion(history.items, assessment)}
                instrument={instrument}
              />
            </>
          )}
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
            params={{ personId } as never}
            search={
              {
                tab: "assessments",
                instrument: assessment.instrument,
                case: assessment.case_id ?? undefined,
              } as never
            }
            variant="default"
          >
            {t("today.open_person")}
          </Button>
          <Withdraw
            id={id}
            can={can}
            operation="assessment_withdraw"
            unfinished={false}
            busy={withdraw.isPending}
            error={withdraw.error}
            onSubmit={(reason) => withdraw.mutate({ path: { id }, version, body: { reason } })}
          />
          <About instrument={instrument} />
        </aside>
      </div>
    </Stack>
  );
}
