import type { Mentorship, Schemas } from "@/api/types";

export const goalStatuses = ["open", "reached", "dropped"] as const;

export type Goal = Mentorship["goals"][number];

/** What may be changed while a mentorship lasts; a day that is not set is empty. */
export interface PlanForm {
  until: string;
  goals: Goal[];
  next: string;
}

export interface BeginForm extends PlanForm {
  mentor: string | null;
  mentee: string | null;
  starts: string;
}

export interface MeetingForm {
  held: string;
  minutes: number | string;
  agreed: string;
  next: string;
}

export const newGoal = (): Goal => ({ text: "", status: "open" });

export const planOf = ({ until_on, goals, next_meeting_on }: Mentorship): PlanForm => ({
  until: until_on ?? "",
  goals: goals.map(({ text, status }) => ({ text, status })),
  next: next_meeting_on ?? "",
});

/** The plan as the API wants it; a goal without a word was only offered. */
export const toPlan = ({ until, goals, next }: PlanForm): Schemas["MentorshipUpdate"] => ({
  until_on: until || null,
  goals: goals.filter(({ text }) => text.trim()).map(({ text, status }) => ({ text: text.trim(), status })),
  next_meeting_on: next || null,
});

/** What begins, as the API wants it; nothing while a part is missing. */
export function toBegin(form: BeginForm): Schemas["MentorshipCreate"] | undefined {
  const { mentor, mentee, starts } = form;
  if (!mentor || !mentee || !starts) return undefined;
  return { ...toPlan(form), mentor_id: mentor, mentee_id: mentee, starts_on: starts };
}

/** A meeting as the API wants it; nothing while a part is missing. */
export function toMeeting(form: MeetingForm): Schemas["MentorshipMeetingCreate"] | undefined {
  const { held, minutes, agreed, next } = form;
  if (!held || typeof minutes !== "number" || !agreed.trim()) return undefined;
  return { held_on: held, minutes, agreed: agreed.trim(), next_meeting_on: next || null };
}

/** The other one of the two. */
export const otherOf = ({ mentor, mentee }: Mentorship, me: string) => (mentor.id === me ? mentee : mentor);
