import dayjs from "dayjs";
import type { Appointment, CalendarEntry } from "@/api/types";
import type { calendarViews } from "@/app/search";
import { localOf, todayIn } from "@/lib/dates";

export type CalendarView = (typeof calendarViews)[number];

/** The days that a view of a day shows; weeks begin on Monday. */
export function daysOf(view: CalendarView, day: string): string[] {
  if (view === "day") return [day];
  const weekday = (dayjs(day).day() + 6) % 7;
  return Array.from({ length: 7 }, (_, index) => shift(day, index - weekday));
}

/** Some days later. */
export function shift(day: string, days: number): string {
  return dayjs(day).add(days, "day").format("YYYY-MM-DD");
}

/** An entry on one day: minutes since midnight on the wall, and how it shares the width with others at that time. */
export interface Placed {
  entry: CalendarEntry;
  from: number;
  to: number;
  lane: number;
  lanes: number;
}

const DAY = 24 * 60;
const SHORTEST = 20;

/** What lies on a day in a zone, in order of time, without one covering another. */
export function placed(entries: CalendarEntry[], day: string, zone: string): Placed[] {
  const onDay = entries
    .map((entry) => ({
      entry,
      from: minutesOn(day, entry.starts_at, zone),
      to: minutesOn(day, entry.ends_at, zone),
    }))
    .filter(({ from, to }) => from < DAY && to > 0)
    .map(({ entry, from, to }) => ({
      entry,
      from: Math.max(from, 0),
      to: Math.min(Math.max(to, from + SHORTEST), DAY),
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const all: Placed[] = [];
  let group: Placed[] = [];
  let end = -1;
  for (const one of onDay) {
    if (one.from >= end) [group, end] = [[], -1];
    const taken = group.filter(({ to }) => to > one.from).map(({ lane }) => lane);
    const lane =
      Array.from({ length: taken.length + 1 }, (_, index) => index).find((free) => !taken.includes(free)) ??
      0;
    const next = { ...one, lane, lanes: 1 };
    group.push(next);
    const lanes = Math.max(...group.map((other) => other.lane)) + 1;
    for (const other of group) other.lanes = lanes;
    end = Math.max(end, one.to);
    all.push(next);
  }
  return all;
}

/** Minutes from the midnight of a day to an instant on the wall of a zone. */
function minutesOn(day: string, at: string, zone: string): number {
  return dayjs(localOf(at, zone)).diff(dayjs(`${day}T00:00`), "minute");
}

/** Whether it is a visit outside the office, of which the physician who ordered it hears when it is missed. */
export function isVisit({ kind }: Appointment): boolean {
  return kind === "home_visit" || kind === "community_visit";
}

/** Minutes since midnight on the wall of a zone, now. */
export function minuteNow(zone: string): number {
  return minutesOn(todayIn(zone), new Date().toISOString(), zone);
}

/** The hours that a calendar shows: a working day, and whatever lies outside it. */
export function hoursOf(all: Placed[]): { first: number; last: number } {
  const first = Math.min(8, ...all.map(({ from }) => Math.floor(from / 60)));
  const last = Math.max(18, ...all.map(({ to }) => Math.ceil(to / 60)));
  return { first, last };
}

/** Of whom somebody is to be reminded, in order of time. */
export function toRemind(entries: CalendarEntry[]): Appointment[] {
  return entries.flatMap(({ appointment }) => (appointment?.to_remind ? [appointment] : []));
}
