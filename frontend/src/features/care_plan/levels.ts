import type { TFunction } from "i18next";
import type { Goal } from "@/api/types";

/** The levels of a goal's scale, the best one first, and the member that describes each. */
export const levels = [
  { level: 2, member: "much_more" },
  { level: 1, member: "more" },
  { level: 0, member: "expected" },
  { level: -1, member: "less" },
  { level: -2, member: "much_less" },
] as const;

/** How far a goal has come (FHIR goal-achievement), in the order of the list. */
export const achievements = [
  "in-progress",
  "improving",
  "worsening",
  "no-change",
  "achieved",
  "sustaining",
  "not-achieved",
  "no-progress",
  "not-attainable",
] as const;

/** A value with its unit. */
export const amount = (value: number, unit: string | null | undefined) =>
  unit ? `${value} ${unit}` : String(value);

/** What is measured: in the words of the plan, else by the name of its code. */
export const measureOf = ({ measure, measure_code: code }: Goal, t: TFunction) =>
  measure ?? (code ? t(`plan.measures.${code}`) : null);
