import { usePages } from "@/api/hooks";
import type { Input } from "@/api/client";
import type { ContactView, NoteView } from "@/api/types";

/** How many records of a kind the overview of a person holds at most. */
const OVERVIEW = 20;

interface Told {
  id: string;
  occurred_at: string;
}

/** Records of two sources, the newest first, each once; what was read last counts. */
export function newestFirst<T extends Told>(first: T[], then: T[]): T[] {
  const each = new Map([...first, ...then].map((one) => [one.id, one]));
  return [...each.values()].sort((a, b) => Date.parse(b.occurred_at) - Date.parse(a.occurred_at));
}

/** All of a list of the case, page by page, from what the overview of the person holds on. */
function useWhole<T extends Told>(
  list: "contact_list" | "note_list",
  shown: T[],
  caseId: string | undefined,
) {
  const input: Input<typeof list> = { path: { id: caseId ?? "" } };
  const pages = usePages(list, input, caseId !== undefined && shown.length >= OVERVIEW);
  return { ...pages, items: newestFirst(shown, pages.items as unknown as T[]) };
}

export const useContacts = (shown: ContactView[], caseId: string | undefined) =>
  useWhole("contact_list", shown, caseId);

export const useNotes = (shown: NoteView[], caseId: string | undefined) =>
  useWhole("note_list", shown, caseId);
