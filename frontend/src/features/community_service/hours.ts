import type { Schemas } from "@/api/types";

type Opening = Schemas["OpeningContent"];

export const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** The name of a weekday in a language: 5 January 2026 is a Monday. */
export function dayName(day: (typeof weekdays)[number], language: string): string {
  const date = new Date(Date.UTC(2026, 0, 5 + weekdays.indexOf(day)));
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(date);
}

/** A minute of the day as people read it: 570 is "9:30 AM". Midnight at the end of the day is that of its beginning. */
export function timeText(minute: number, language: string): string {
  const date = new Date(Date.UTC(2026, 0, 5, 0, minute));
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(
    date,
  );
}

/** Every day of the week with its hours in words, closed days too. */
export function weekText(schedule: Opening[], language: string): { day: string; hours: string[] }[] {
  return weekdays.map((day) => ({
    day: dayName(day, language),
    hours: schedule
      .filter((opening) => opening.day === day)
      .toSorted((a, b) => a.opens - b.opens)
      .map(({ opens, closes }) => `${timeText(opens, language)} – ${timeText(closes, language)}`),
  }));
}
