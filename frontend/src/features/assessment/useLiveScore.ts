import { useCall } from "@/api/hooks";
import type { AssessmentView, ScoreView } from "@/api/types";
import { ageOf } from "@/lib/dates";
import type { Answers } from "./logic";

/** The score of the answers as they stand, with the facts about the person that some scorings need. */
export function useLiveScore(
  { instrument, instrument_version, person_id, performed_at }: AssessmentView,
  answers: Answers,
  saved: ScoreView | undefined,
): ScoreView | undefined {
  const person = useCall("person_get", { path: { id: person_id } }, { staleTime: 300_000 });
  const { sex, birth_date } = person.data ?? {};
  const context = { sex, age: birth_date ? ageOf(birth_date, performed_at) : null };
  const score = useCall(
    "instrument_score",
    { path: { code: instrument }, body: { answers, version: instrument_version, context } },
    {
      enabled: !person.isPending,
      placeholderData: (before) => before ?? saved,
      staleTime: Infinity,
      meta: { fixed: true },
    },
  );
  return score.data ?? saved;
}
