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

/** What the reader types of a conference; times are wall-clock times in the zone of the case. */
export interface MinutesForm {
  attendees: AttendeeForm[];
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

/** Whether the minutes say enough: somebody was there, and each action says what and by whom. */
export function isComplete({ attendees, actions }: MinutesForm): boolean {
  const done = actions.every(({ title, owner_id, due }) => title.trim() && owner_id && due);
  return attendees.some(({ present }) => present) && done;
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
