import type { TFunction } from "i18next";

const HOUR = 60;
const DAY = 24 * HOUR;

/** A length of time in the unit that says most: minutes, hours up to two days, then days. */
export function spell(t: TFunction, minutes: number): string {
  if (minutes < HOUR) return t("turnaround.minutes", { count: minutes });
  if (minutes < 2 * DAY) return t("turnaround.hours", { count: Math.round(minutes / HOUR) });
  return t("turnaround.days", { count: Math.round(minutes / DAY) });
}
