import type { ContactCreate } from "@/api/types";
import { instantOf, localOf, workdayEnd } from "@/lib/dates";

export const modes = ["phone", "video", "in_person", "text", "letter", "portal"] as const;
export const directions = ["outbound", "inbound"] as const;
export const outcomes = ["reached", "no_answer", "left_message", "wrong_number", "refused"] as const;
export const withs = ["person", "caregiver", "provider", "other"] as const;
export const purposes = [
  "outreach",
  "follow_up",
  "assessment",
  "coordination",
  "education",
  "crisis",
] as const;

/** The contact as it is being written; times are wall-clock times of the program. */
export interface ContactForm {
  mode: ContactCreate["mode"];
  direction: ContactCreate["direction"];
  outcome: ContactCreate["outcome"];
  with: ContactCreate["with"];
  purpose: ContactCreate["purpose"];
  minutes: number;
  occurred: string;
  summary: string;
  followUp: boolean;
  followUpTitle: string;
  followUpDue: string;
  writeNote: boolean;
  note: string;
  sign: boolean;
  lateReason: string;
}

const USUAL_MINUTES = 10;
const FOLLOW_UP_DAYS = 7;

/** The most common contact, so that most of it is already right. */
export function newContact(zone: string, followUpTitle: string): ContactForm {
  return {
    mode: "phone",
    direction: "outbound",
    outcome: "reached",
    with: "person",
    purpose: "outreach",
    minutes: USUAL_MINUTES,
    occurred: localOf(new Date(), zone),
    summary: "",
    followUp: false,
    followUpTitle,
    followUpDue: workdayEnd(FOLLOW_UP_DAYS, zone),
    writeNote: false,
    note: "",
    sign: true,
    lateReason: "",
  };
}

/** The form as the API wants it. */
export function toInput(form: ContactForm, zone: string): ContactCreate {
  const { mode, direction, outcome, purpose, minutes } = form;
  return {
    mode,
    direction,
    outcome,
    with: form.with,
    purpose,
    minutes,
    occurred_at: instantOf(form.occurred, zone),
    ...(form.summary ? { summary: form.summary } : {}),
    ...(form.followUp
      ? { follow_up: { title: form.followUpTitle, due_at: instantOf(form.followUpDue, zone) } }
      : {}),
    ...(form.writeNote
      ? { note: { body: form.note, sign: form.sign, late_reason: form.lateReason || null } }
      : {}),
  };
}
