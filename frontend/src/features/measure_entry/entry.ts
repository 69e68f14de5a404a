import type { SurveyComposite } from "@/api/types";

export const composites = [
  "care",
  "communication",
  "specific_issues",
  "timely_help",
  "respect",
  "support",
  "symptoms",
  "training",
  "rating",
  "recommend",
] as const satisfies SurveyComposite[];

/** The columns of each file. */
export const columns = {
  survey_answer: ["person", "program", "composite", "item", "top_box", "answered_on"],
  cost: [
    "person",
    "program",
    "starts_on",
    "ends_on",
    "expected_low",
    "expected",
    "expected_high",
    "observed",
    "program_cost",
  ],
};

export const amounts = ["expected_low", "expected", "expected_high", "observed", "program_cost"] as const;

/** An amount in cents as people write it: with its two decimals. */
export const money = (cents: number, language: string) =>
  (cents / 100).toLocaleString(language === "es" ? "es-US" : "en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

/** Cents of an amount that somebody typed; nothing where it is none. */
export const centsOf = (text: string): number | null => {
  const [, whole, part = ""] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, "0"));
};
