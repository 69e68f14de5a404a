import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";

/** What a clock of one's own may count. */
export const counted = [
  "elapsed_hours",
  "calendar_days",
  "business_days",
  "school_days",
  "court_days",
] as const satisfies Schemas["Counted"][];

/** Which way a clock counts. */
export const ways = ["forward", "back"] as const satisfies Schemas["Way"][];

/** Where a last day may go that is no business day. */
export const rolls = ["none", "forward", "back"] as const satisfies Schemas["Roll"][];

/** What a clock may be changed to start with. */
export const starts = [
  "enrolled",
  "comprehensive_begun",
  "comprehensive_completed",
] as const satisfies Schemas["EventKind"][];

/** A clock in words: "within 30 calendar days", "from 90 days before to 30 days after". */
export function useClockWords(): (clock: Schemas["ClockView"]) => string {
  const { t } = useTranslation();
  const day = (offset: number) => {
    if (offset === 0) return t("rulebook.clock.day0");
    const count = Math.abs(offset);
    return offset < 0 ? t("rulebook.clock.before", { count }) : t("rulebook.clock.after", { count });
  };
  return ({ type, amount, from, to, direction, roll }) => {
    if (type === "window") return t("rulebook.clock.window", { from: day(from ?? 0), to: day(to ?? 0) });
    const clock = t(`rulebook.clock.${direction}.${type}`, { count: amount ?? 0 });
    return roll === "none" ? clock : t(`rulebook.clock.rolled.${roll}`, { clock });
  };
}

/** What may be changed about a clock, as it is typed. */
export interface ClockForm {
  amount: number | string;
  from: number | string;
  to: number | string;
  roll: Schemas["Roll"];
}

/** A clock as it is changed. */
export function formOf({ amount, from, to, roll }: Schemas["ClockView"]): ClockForm {
  return { amount: amount ?? "", from: from ?? "", to: to ?? "", roll };
}

/** The clock with what was typed; nothing while a part of it is missing. */
export function withForm(clock: Schemas["ClockView"], form: ClockForm): Schemas["RuleClock"] | null {
  const { amount, from, to, roll } = form;
  if (clock.type === "window") {
    return typeof from === "number" && typeof to === "number" ? { ...clock, from, to } : null;
  }
  return typeof amount === "number" ? { ...clock, amount, roll } : null;
}

/** True when nothing about the clock was changed. */
export function isSameClock(one: Schemas["RuleClock"], other: Schemas["ClockView"]): boolean {
  return (["amount", "from", "to", "roll"] as const).every((part) => one[part] === other[part]);
}
