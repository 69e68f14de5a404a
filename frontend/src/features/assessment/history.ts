import { useCall } from "@/api/hooks";
import type { AssessmentView } from "@/api/types";

/** Assessments of one instrument that count, the newest first. */
export function useHistory(personId: string, instrument: string) {
  const list = useCall("assessment_list", { path: { id: personId }, query: { instrument } });
  const items = (list.data?.items ?? [])
    .filter(({ status }) => status !== "in_progress")
    .sort((a, b) => b.performed_at.localeCompare(a.performed_at));
  return { items, error: list.error, isPending: list.isPending };
}

/** The one before, of those that have a total. */
export const before = (history: AssessmentView[], { id, performed_at }: AssessmentView) =>
  history.find((one) => one.id !== id && one.performed_at < performed_at && one.score?.total != null);

/** A result in one line: the total, or its range, and the band where there are bands. */
export function resultLine({ score }: AssessmentView): string {
  if (!score) return "";
  const { total, bounds, bands } = score;
  return [total ?? `${bounds.min}\u2013${bounds.max}`, bands.join(", ")]
    .filter((text) => text !== "")
    .join(" · ");
}
