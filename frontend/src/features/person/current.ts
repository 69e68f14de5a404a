import type { CaseView } from "@/api/types";

/**
 * The case that a screen about a person works on: the one that is asked for, else the one that it works on already, while that is
 * open, else an open one of the reader's own, else one on whose team they are, else any open one, else the last one. What somebody
 * writes down belongs to their own work, not to that of another program; and what they began stays where it is when a colleague
 * takes the case over meanwhile.
 */
export function currentCase(
  cases: CaseView[],
  wanted: string | undefined,
  readerId: string,
  shown?: string,
): CaseView | undefined {
  const open = cases.filter(({ status }) => status !== "closed");
  return (
    cases.find(({ id }) => id === wanted) ??
    open.find(({ id }) => id === shown) ??
    open.find(({ owner }) => owner.id === readerId) ??
    open.find(({ members }) => members.some(({ staff }) => staff.id === readerId)) ??
    open[0] ??
    cases[0]
  );
}
