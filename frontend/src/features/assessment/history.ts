import { useCall } from "@/api/hooks";
import type { AssessmentView } from "@/api/types";

/** Assessments of one instrument that count, the newest first. */
export function useHistory(personId: string, instrument: string) {
  const list = useCall("assessment_list", { path: { id: personId }, query: { instrument } });
  const items = (list.data?.items ?? [])
    .filter(({ status }) => status === "awaiting_review" || status === "completed")
    .sort((a, b) => b.performed_at.localeCompare(a.performed_at));
  return { items, error: list.error, isPending: list.isPending };
}

export interface Before {
  /** The one before with a total, made with the same version: only its total says how things moved. */
  same: AssessmentView | undefined;
  /** A later one than that, made with another version. */
  other: AssessmentView | undefined;
}

/** What there is before an assessment, of what has a total. */
export function before(history: AssessmentView[], one: AssessmentView): Before {
  const earlier = history.filter(
    ({ id, performed_at, score }) => id !== one.id && performed_at < one.performed_at && score?.total != null,
  );
  const same = earlier.findIndex(({ instrument_version }) => instrument_version === one.instrument_version);
  return { same: earlier[same], other: same === 0 ? undefined : earlier[0] };
}

/** The versions that assessments were made with, the newest use first. */
export const versionsOf = (history: AssessmentView[]) => [
  ...new Set(history.map(({ instrument_version }) => instrument_version)),
];

/** A result in one line: the total, or its range, and the band where there are bands. */
export function resultLine({ score }: AssessmentView): string {
  if (!score) return "";
  const { total, bounds, bands } = score;
  return [total ?? `${bounds.min}\u2013${bounds.max}`, bands.join(", ")]
    .filter((text) => text !== "")
    .join(" · ");
}
