import type { AppointmentCreate, AppointmentKind, Schemas, VisitPlanCreate } from "@/api/types";
import { instantOf, localOf, todayIn } from "@/lib/dates";

export const kinds = [
  "home_visit",
  "phone_call",
  "telehealth",
  "office_visit",
  "community_visit",
  "specialist",
  "school_meeting",
  "hearing",
  "conference",
  "rounds",
] as const satisfies readonly AppointmentKind[];

export const repeats = ["none", "week", "two_weeks", "month"] as const;

/** The appointment as it is being written; times are wall-clock times of the program. */
export interface AppointmentForm {
  kind: AppointmentKind;
  starts: string;
  minutes: number;
  title: string;
  where: string;
  attendees: string[];
  proposed: boolean;
  repeat: (typeof repeats)[number];
  times: number;
  /** What is heard in a hearing. */
  hears: Schemas["MilestoneKind"] | null;
}

const USUAL_MINUTES = 45;
const USUAL_TIMES = 4;

/** The next full hour in a zone, as a date-time field wants it. */
export function nextHour(now: Date, zone: string): string {
  return localOf(new Date(now.getTime() + 3_600_000), zone).replace(/:\d\d$/, ":00");
}

export function newAppointment(zone: string, me: string, starts?: string): AppointmentForm {
  return {
    kind: "home_visit",
    starts: starts ?? nextHour(new Date(), zone),
    minutes: USUAL_MINUTES,
    title: "",
    where: "",
    attendees: [me],
    proposed: false,
    repeat: "none",
    times: USUAL_TIMES,
    hears: null,
  };
}

/** Where an appointment of a kind takes place: under a link, at a number, or at a place. */
export function whereOf(kind: AppointmentKind): "link" | "phone" | "place" {
  if (kind === "telehealth") return "link";
  return kind === "phone_call" ? "phone" : "place";
}

/** Whether the form can be sent. */
export function isWhole(form: AppointmentForm): boolean {
  return form.starts !== "" && form.minutes >= 5 && form.attendees.length > 0;
}

/** The form as the API wants it. */
export function toInput(form: AppointmentForm, zone: string): AppointmentCreate {
  const where = form.where.trim();
  return {
    kind: form.kind,
    starts_at: instantOf(form.starts, zone),
    minutes: form.minutes,
    attendee_ids: form.attendees,
    proposed: form.proposed,
    ...(form.title.trim() ? { title: form.title.trim() } : {}),
    ...(where ? { [whereOf(form.kind)]: where } : {}),
    ...(form.kind === "hearing" && form.hears ? { hears: form.hears } : {}),
    ...(form.repeat === "none" ? {} : { repeat: { every: form.repeat, count: form.times } }),
  };
}

/** A visit plan as it is being written. */
export interface VisitPlanForm {
  per_week: number;
  weeks: number;
  first_on: string;
  time: string;
  minutes: number;
  place: string;
}

export function newVisitPlan(zone: string): VisitPlanForm {
  return { per_week: 2, weeks: 4, first_on: todayIn(zone), time: "10:00", minutes: USUAL_MINUTES, place: "" };
}

/** The plan as the API wants it. */
export function toPlan({ place, ...plan }: VisitPlanForm): VisitPlanCreate {
  return { ...plan, ...(place.trim() ? { place: place.trim() } : {}) };
}
