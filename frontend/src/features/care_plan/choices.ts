import type { Schemas } from "@/api/types";

/** The closed vocabularies of a plan, in the order in which they are offered. */
export const planKinds = [
  "comprehensive",
  "discharge",
  "pre_release",
  "resettlement",
  "school",
  "end_of_life",
] as const satisfies Schemas["CarePlanKind"][];

export const directions = ["increase", "decrease", "maintain"] as const satisfies Schemas["GoalDirection"][];

export const measures = [
  "hba1c",
  "body_weight",
  "systolic_pressure",
  "diastolic_pressure",
  "phq-9",
  "gad-7",
  "pain",
  "walk_distance",
  "medication_coverage",
  "attendance",
  "days_at_home",
  "other",
] as const satisfies Schemas["GoalMeasure"][];

export const frequencies = [
  "once",
  "daily",
  "twice_weekly",
  "weekly",
  "biweekly",
  "monthly",
] as const satisfies Schemas["Frequency"][];
