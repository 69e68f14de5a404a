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

/** A clock in words: "within 30 calendar days". */
export function useClockWords(): (clock: Schemas["ClockView"]) => string {
  const { t } = useTranslation();
  return ({ type, amount, direction }) =>
    type === "window" || typeof amount !== "number"
      ? t("rulebook.clock.window")
      : t(`rulebook.clock.${direction}.${type}`, { count: amount });
}

/** The clock with another amount; nothing where its kind comes as published and cannot be changed. */
export function withAmount(clock: Schemas["ClockView"], amount: number): Schemas["ClockInput"] | null {
  const type = counted.find((kind) => kind === clock.type);
  return type ? { ...clock, type, amount } : null;
}
