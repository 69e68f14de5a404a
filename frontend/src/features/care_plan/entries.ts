import type { PlanEntryCreate } from "@/api/types";

/** What is written down around a plan, in the order in which it usually happens. */
export const entryKinds = ["participation", "teach_back", "review", "allocation"] as const;
export type EntryKind = (typeof entryKinds)[number];

/** The fields of the dialog; each kind uses its own. */
export interface EntryFields {
  day: string;
  who: keyof typeof participants;
  name: string;
  manner: (typeof manners)[number];
  stance: (typeof stances)[number];
  words: string;
  weighed: string;
  again: string;
  givenTo: string;
  language: string;
  medium: (typeof media)[number];
  understanding: (typeof understandings)[number];
  note: string;
  effect: (typeof effects)[number];
  finding: string;
  next: string;
  decision: string;
  rationale: string;
}

const participants = {
  person: true,
  family: true,
  caregiver: true,
  representative: true,
  primary_care: true,
  specialist: true,
  team: true,
  other: true,
} as const;
export const who = Object.keys(participants) as (keyof typeof participants)[];
export const manners = ["in_person", "phone", "video", "written"] as const;
export const stances = ["took_part", "agreed", "agreed_in_part", "disagreed", "refused"] as const;
export const media = ["paper", "large_print", "electronic", "audio", "none"] as const;
export const understandings = ["understood", "partly", "not_understood", "not_asked"] as const;
export const effects = ["effective", "partly_effective", "not_effective", "too_early"] as const;

/** True when the person said no: what was weighed, and when it is talked about again, belongs to it. */
export const unwilling = ({ stance }: EntryFields): boolean => stance === "disagreed" || stance === "refused";

const text = (value: string) => value.trim() || null;

/** What is sent: the day and the one kind. Fields of other kinds stay behind. */
export function toCreate(kind: EntryKind, fields: EntryFields): PlanEntryCreate {
  const happened_on = fields.day || null;
  switch (kind) {
    case "participation":
      return {
        happened_on,
        participation: {
          who: fields.who,
          name: text(fields.name),
          manner: fields.manner,
          stance: fields.stance,
          words: text(fields.words),
          // Asked only of those who do not want it; what was typed before they changed their mind stays behind.
          ethics_note: unwilling(fields) ? text(fields.weighed) : null,
          review_on: unwilling(fields) ? fields.again || null : null,
        },
      };
    case "teach_back":
      return {
        happened_on,
        teach_back: {
          given_to: fields.givenTo.trim(),
          language: fields.language,
          medium: fields.medium,
          understanding: fields.understanding,
          note: text(fields.note),
        },
      };
    case "review":
      return {
        happened_on,
        review: { effect: fields.effect, finding: fields.finding.trim(), next_on: fields.next || null },
      };
    case "allocation":
      return {
        happened_on,
        allocation: { decision: fields.decision.trim(), rationale: fields.rationale.trim() },
      };
  }
}
