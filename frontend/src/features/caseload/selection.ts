import type { CaseloadCase, CaseloadMovePreview } from "@/api/types";

/** What shall move: a whole caseload, or cases one by one with their former owners. */
export interface Selection {
  whole: { id: string; name: string } | null;
  cases: ReadonlyMap<string, CaseloadCase>;
}

export const nothing: Selection = { whole: null, cases: new Map() };

export const isEmpty = ({ whole, cases }: Selection) => whole === null && cases.size === 0;

/** Takes a case up, or puts it back; a whole caseload is put back with it. */
export function toggled({ cases }: Selection, one: CaseloadCase): Selection {
  const next = new Map(cases);
  if (!next.delete(one.id)) next.set(one.id, one);
  return { whole: null, cases: next };
}

/** With a case that is dragged, if it was not taken up before: then it is dragged alone. */
export const dragged = (selection: Selection, one: CaseloadCase): Selection =>
  selection.cases.has(one.id) ? selection : { whole: null, cases: new Map([[one.id, one]]) };

/** The request of a selection: a whole caseload is spread, cases go to the first of the colleagues. */
export function request({ whole, cases }: Selection, to: string[], without: ReadonlySet<string>) {
  const [first] = to;
  if (first === undefined) return { moves: [], whole: [] };
  const moves = [...cases.keys()]
    .filter((id) => !without.has(id))
    .map((case_id) => ({ case_id, to_id: first }));
  return { moves, whole: whole ? [{ from_id: whole.id, to_ids: to }] : [] };
}

/** What the preview showed, so that exactly that is moved. */
export const shown = (preview: CaseloadMovePreview) => ({ moves: preview.moves, whole: [] });
