import type { Conference } from "@/api/types";
import { instantOf, localOf, workdayEnd } from "@/lib/dates";

export interface AttendeeForm {
  staff_id: string | null;
  name: string;
  role: string;
  present: boolean;
}

export interface ActionForm {
  title: string;
  owner_id: string | null;
  due: string;
}

/** The most lines that each list of the minutes takes. */
export const MOST = 40;

/** What the reader types of a conference; times are wall-clock times in the zone of the case. */
export interface MinutesForm {
  attendees: AttendeeForm[];
  /** The name of somebody else who is there, until it is added. */
  other: string;
  decisions: string[];
  actions: ActionForm[];
  next: string;
}

/** Minutes to begin with: those who are invited, and where the law sets a cadence a next date within it. */
export function newMinutes(
  { attendees, next_by }: Pick<Conference, "attendees" | "next_by">,
  zone: string,
): MinutesForm {
  return {
    attendees: attendees.map(({ staff_id, name, role }) => ({
      staff_id: staff_id ?? null,
      name,
      role: role ?? "",
      present: false,
    })),
    other: "",
    decisions: [""],
    actions: [],
    next: next_by ? localOf(new Date(new Date(next_by).getTime() - 32 * 3_600_000), zone) : "",
  };
}

export const newAction = (zone: string, owner: string | null): ActionForm => ({
  title: "",
  owner_id: owner,
  due: workdayEnd(2, zone),
});

/** Adds who is there besides those who were invited; without a name nothing changes. */
export function withOther(form: MinutesForm): MinutesForm {
  const name = form.other.trim();
  if (!name || form.attendees.length >= MOST) return form;
  return {
    ...form,
    other: "",
    attendees: [...form.attendees, { staff_id: null, name, role: "", present: true }],
  };
}

/**
 * Whether the minutes say enough: somebody was there, each action says what and by whom, and no name was typed without being
 * added, which would be lost.
 */
export function isComplete({ attendees, other, actions }: MinutesForm): boolean {
  const done = actions.every(({ title, owner_id, due }) => title.trim() && owner_id && due);
  return attendees.some(({ present }) => present) && done && !other.trim();
}

/** The body of the request; lines that were left empty are no decisions. */
export function toHold({ attendees, decisions, actions, next }: MinutesForm, zone: string) {
  return {
    attendees: attendees.map(({ staff_id, name, role, present }) => ({
      ...(staff_id ? { staff_id } : { name }),
      ...(role.trim() ? { role: role.trim() } : {}),
      present,
    })),
    decisions: decisions.map((line) => line.trim()).filter(Boolean),
    actions: actions.flatMap(({ title, owner_id, due }) =>
      owner_id ? [{ title: title.trim(), owner_id, due_at: instantOf(due, zone) }] : [],
    ),
    ...(next ? { next_at: instantOf(next, zone) } : {}),
  };
}
