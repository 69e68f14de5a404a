import type { Schemas } from "@/api/types";
import { formatDate, formatDay } from "@/lib/dates";
import type { texts } from "./texts";

type Effect = Schemas["MilestoneEffect"];

/** A milestone as it is being written. */
export interface MilestoneForm {
  kind: Schemas["MilestoneKind"] | null;
  /** A local date. */
  on: string;
  /** The milestone that it answers; empty for all that wait. */
  answers: string;
  /** The hearing in the calendar whose day it is; empty for a day of its own. */
  hearing: string;
  note: string;
}

export const newMilestone = (today: string): MilestoneForm => ({
  kind: null,
  on: today,
  answers: "",
  hearing: "",
  note: "",
});

/** The form with its hearing as that stands now: one that was moved gives its new day, and one that is gone leaves the day free. */
export function withHearing(form: MilestoneForm, hearings: Schemas["MilestoneHearing"][]): MilestoneForm {
  const heard = hearings.find(({ appointment_id }) => appointment_id === form.hearing);
  return { ...form, hearing: heard?.appointment_id ?? "", on: heard?.occurred_on ?? form.on };
}

/** The form as the API wants it; null while something is missing. */
export function toCreate(form: MilestoneForm): Schemas["MilestoneCreate"] | null {
  const { kind, on, answers, hearing, note } = form;
  if (!kind || !/^\d{4}-\d{2}-\d{2}$/.test(on)) return null;
  return {
    kind,
    occurred_on: on,
    answers_id: answers || null,
    appointment_id: hearing || null,
    note: note.trim() || null,
  };
}

/** What follows an appointment: the kinds of the milestones that have its day. */
export function followedBy(items: Schemas["MilestoneView"][], appointmentId: string) {
  return items
    .filter(({ status, appointment_id }) => status === "recorded" && appointment_id === appointmentId)
    .map(({ kind }) => kind);
}

/** What a milestone opens and meets, in lines. */
export function effectLines(
  { opens, meets }: Effect,
  say: (typeof texts)["en"],
  titled: (english: string) => string,
  zone: string,
) {
  return {
    opens: opens.map(({ title, opens_at, due_on }) =>
      opens_at
        ? say.windowLine(titled(title), formatDay(opens_at, zone), formatDate(due_on))
        : say.opensLine(titled(title), formatDate(due_on)),
    ),
    meets: meets.map(({ title, in_time }) => (in_time ? say.inTime(titled(title)) : say.late(titled(title)))),
  };
}
