import { useCall } from "@/api/hooks";
import type { AssessmentView, ScoreView } from "@/api/types";
import type { Answers } from "./logic";

/** The score of the answers as they stand, with the facts about the person that some scorings need. */
export function useLiveScore(
  { instrument, instrument_version, context }: AssessmentView,
  answers: Answers,
  saved: ScoreView | undefined,
): ScoreView | undefined {
  const score = useCall(
    "instrument_score",
    { path: { code: instrument }, body: { answers, version: instrument_version, context } },
    {
      placeholderData: (before) => before ?? saved,
      staleTime: Infinity,
      meta: { fixed: true },
    },
  );
  return score.data ?? saved;
}
