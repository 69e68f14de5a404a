import type { EducationSuggestion, Schemas } from "@/api/types";
import { instantOf, localOf, workdayEnd } from "@/lib/dates";

export const learners = ["person", "caregiver"] as const;
export const ways = ["read_together", "spoken", "demonstration", "handed_over"] as const;
export const teachBacks = ["understood", "needs_more", "could_not"] as const;
export const rulers = ["readiness", "importance", "confidence"] as const;

type Create = Schemas["TeachingCreate"];

/** What was taught, as it is being written; times are wall-clock times of the program. */
export interface TeachForm {
  learner: (typeof learners)[number];
  learnerName: string;
  way: (typeof ways)[number];
  minutes: number;
  teachBack: (typeof teachBacks)[number] | null;
  note: string;
  readiness: number | null;
  importance: number | null;
  confidence: number | null;
  taught: string;
  followUp: boolean;
  followUpTitle: string;
  followUpDue: string;
}

const USUAL_MINUTES = 10;
const FOLLOW_UP_DAYS = 7;

/** What is most often so; what they could say back is never guessed. */
export const newTeaching = (zone: string, followUpTitle: string): TeachForm => ({
  learner: "person",
  learnerName: "",
  way: "read_together",
  minutes: USUAL_MINUTES,
  teachBack: null,
  note: "",
  readiness: null,
  importance: null,
  confidence: null,
  taught: localOf(new Date(), zone),
  followUp: false,
  followUpTitle,
  followUpDue: workdayEnd(FOLLOW_UP_DAYS, zone),
});

/** The form as the API wants it. */
export function toCreate(
  form: TeachForm,
  teachBack: (typeof teachBacks)[number],
  item: EducationSuggestion,
  zone: string,
): Create {
  const { learner, way, minutes, readiness, importance, confidence } = form;
  return {
    item: item.code,
    edition: item.edition,
    language: item.language,
    learner,
    learner_name: learner === "caregiver" && form.learnerName.trim() ? form.learnerName.trim() : null,
    way,
    minutes,
    teach_back: teachBack,
    note: form.note.trim() || null,
    readiness,
    importance,
    confidence,
    taught_at: instantOf(form.taught, zone),
    follow_up: form.followUp
      ? { title: form.followUpTitle, due_at: instantOf(form.followUpDue, zone) }
      : null,
  };
}
