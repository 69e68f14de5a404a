import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import { preferences } from "./preferences";

dayjs.extend(utc);
dayjs.extend(timezone);

/** The zone of the reader's own clock. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

let homeZone = ownZone;

/** Where the reader works; moments that belong to no program are told in its time. */
export function workIn(zone: string) {
  homeZone = zone;
}

const locale = () => (preferences.get().language === "es" ? "es-US" : "en-US");
const format = (value: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale(), options).format(value);

/** Short name of a zone at a moment, for example "CDT". */
export function zoneName(zone: string, at: string): string {
  const parts = new Intl.DateTimeFormat(locale(), { timeZone: zone, timeZoneName: "short" }).formatToParts(
    new Date(at),
  );
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** Whether clocks in the two zones read differently at a moment. */
export function zonesDiffer(a: string, b: string, at: string): boolean {
  return dayjs(at).tz(a).utcOffset() !== dayjs(at).tz(b).utcOffset();
}

/** "Nov 21, 4:30 PM", with the zone where it differs from the reader's; the year when it is another one. */
export function formatInstant(at: string, zone = homeZone): string {
  const value = new Date(at);
  const year = dayjs(at).tz(zone).year() === dayjs().tz(zone).year() ? undefined : ("numeric" as const);
  const text = format(value, {
    timeZone: zone,
    month: "short",
    day: "numeric",
    year,
    hour: "numeric",
    minute: "2-digit",
  });
  return zonesDiffer(zone, ownZone, at) ? `${text} ${zoneName(zone, at)}` : text;
}

/** "4:30 PM", with the zone where it differs from the reader's. */
export function formatTime(at: string, zone = homeZone): string {
  const text = format(new Date(at), { timeZone: zone, hour: "numeric", minute: "2-digit" });
  return zonesDiffer(zone, ownZone, at) ? `${text} ${zoneName(zone, at)}` : text;
}

/** A calendar date such as a birth date: "Mar 4, 1951". It has no zone. */
export function formatDate(on: string): string {
  return format(new Date(`${on}T12:00:00Z`), {
    timeZone: "UTC",
    year: "numeric",
    month: "short",
    day: "numeric",
  });
}

/** An hour of the day: "4 PM". */
export function formatHour(hour: number): string {
  return format(new Date(Date.UTC(2026, 0, 1, hour)), { timeZone: "UTC", hour: "numeric" });
}

/** A calendar date with its weekday: "Mon, Nov 23". */
export function formatWeekday(on: string): string {
  return format(new Date(`${on}T12:00:00Z`), {
    timeZone: "UTC",
    weekday: "short",
    month: "short",
    day: "numeric",
  });
}

/** The date of a moment in a zone: "Nov 21, 2026". */
export function formatDay(at: string, zone = homeZone): string {
  return format(new Date(at), { timeZone: zone, year: "numeric", month: "short", day: "numeric" });
}

/** "Friday, November 21" in a zone. */
export function formatToday(zone = homeZone): string {
  return format(new Date(), { timeZone: zone, weekday: "long", month: "long", day: "numeric" });
}

/** Whole days from now to a moment by the calendar of a zone: 0 today, negative in the past. */
export function daysFromNow(at: string, zone = homeZone): number {
  return dayjs(at).tz(zone).startOf("day").diff(dayjs().tz(zone).startOf("day"), "day");
}

/** Whether a moment has passed. */
export function isPast(at: string): boolean {
  return new Date(at).getTime() < Date.now();
}

/** The zone's short name when its clock differs from the reader's now, else nothing. */
export function foreignZone(zone: string): string | undefined {
  const now = new Date().toISOString();
  return zonesDiffer(zone, ownZone, now) ? zoneName(zone, now) : undefined;
}

/** "in 3 hours", "2 days ago". */
export function formatRelative(at: string): string {
  const minutes = Math.round((new Date(at).getTime() - Date.now()) / 60_000);
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 48) return relative.format(hours, "hour");
  return relative.format(Math.round(hours / 24), "day");
}

/** The instant of a wall-clock time ("2026-11-21T16:30") in a zone, as RFC 3339. */
export function instantOf(local: string, zone: string): string {
  return dayjs.tz(local, zone).toISOString();
}

/** The wall-clock time of an instant in a zone, as a date-time field wants it. */
export function localOf(at: string | Date, zone: string): string {
  return dayjs(at).tz(zone).format("YYYY-MM-DDTHH:mm");
}

/** The date on which it is now in a zone, as a date field wants it. */
export function todayIn(zone: string): string {
  return dayjs().tz(zone).format("YYYY-MM-DD");
}

/** The end of a working day some days from now, as a date-time field wants it. */
export function workdayEnd(days: number, zone: string): string {
  return dayjs().tz(zone).add(days, "day").hour(17).minute(0).format("YYYY-MM-DDTHH:mm");
}
