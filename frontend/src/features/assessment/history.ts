import { useCall } from "@/api/hooks";
import type { AssessmentView, Schemas } from "@/api/types";

/** Assessments of one instrument that count, the newest first. */
export function useHistory(personId: string, instrument: string) {
  const list = useCall("assessment_list", { path: { id: personId }, query: { instrument } });
  const items = (list.data?.items ?? [])
    .filter(({ status }) => status === "awaiting_review" || status === "completed")
    .sort((a, b) => b.performed_at.localeCompare(a.performed_at));
  return { items, error: list.error, isPending: list.isPending };
}

/** The newest one before an assessment, where it was made with another version: its total is not compared with. */
export function otherVersion(history: AssessmentView[], one: AssessmentView): AssessmentView | undefined {
  const [newest] = history.filter(
    ({ id, performed_at, score }) => id !== one.id && performed_at < one.performed_at && score?.total != null,
  );
  return newest?.instrument_version === one.instrument_version ? undefined : newest;
}

const outcomes = ["response", "remission", "meaningful"] as const;

/** What a total comes to beside an earlier one: a response, remission, a change that matters to the person. */
export const reached = (compared: Schemas["AssessmentComparison"]) =>
  outcomes.filter((outcome) => compared[outcome]);

/** The versions that assessments were made with, the newest use first. */
export const versionsOf = (history: AssessmentView[]) => [
  ...new Set(history.map(({ instrument_version }) => instrument_version)),
];

/** A result in one line: the total, or its range, and the band where there are bands. */
export function resultLine({ score }: AssessmentView, band: (english: string) => string): string {
  if (!score) return "";
  const { total, bounds, bands } = score;
  return [total ?? `${bounds.min}\u2013${bounds.max}`, bands.map(band).join(", ")]
    .filter((text) => text !== "")
    .join(" · ");
}
