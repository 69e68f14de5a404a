import { createStore } from "@/lib/store";

/** A case in the words a dialog needs. */
export interface CaseTarget {
  caseId: string;
  personId: string;
  personName: string;
  programName: string;
  timeZone: string;
}

/** The case that the reader has in front of them, so that "log a contact" knows whom it is about. */
export const focusCase = createStore<CaseTarget | null>(null);
