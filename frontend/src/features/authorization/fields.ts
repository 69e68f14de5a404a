import type { Coverage } from "@/api/types";

/** The closed codes of requests in the order in which people choose them. */
export const desks = ["review", "asked", "drafts", "running", "denied"] as const;
export const lines = [
  "medicare_advantage",
  "medicaid_mco",
  "medicaid_ffs",
  "chip",
  "erisa",
  "qhp",
  "other",
] as const;
export const urgencies = ["standard", "expedited"] as const;
export const reviewKinds = ["prospective", "concurrent", "retrospective"] as const;
export const categories = [
  "home_health",
  "personal_care",
  "dme",
  "specialist",
  "inpatient",
  "skilled_nursing",
  "therapy",
  "behavioral_health",
  "imaging",
  "drug",
  "transport",
  "other",
] as const;
export const units = ["visit", "hour", "day", "item", "quarter_hour", "trip"] as const;
export const verdicts = ["approve", "approve_part", "deny"] as const;
export const medicalReasons = ["not_necessary", "lower_level", "experimental", "amount"] as const;
export const denialReasons = [
  ...medicalReasons,
  "not_covered",
  "not_eligible",
  "out_of_network",
  "documents",
  "duplicate",
] as const;
export const criteriaOutcomes = ["met", "partly", "not_met"] as const;
export const peerOutcomes = ["not_reached", "unchanged", "changed"] as const;
export const documentStates = ["missing", "received", "not_needed"] as const;
export const subjects = ["pre_service", "payment", "part_b_drug"] as const;
export const appealDesks = ["open", "settled"] as const;

/** The grounds on which the law of a plan gives more time. */
export const groundsOf = (line: (typeof lines)[number]) =>
  line === "erisa" ? (["beyond_control"] as const) : (["member_asked", "member_interest"] as const);

/** The coverage that pays first. */
export const firstOf = (coverages: Coverage[]): Coverage | undefined =>
  coverages.find(({ priority }) => priority === 1) ?? coverages[0];

/** The code that was chosen, or what was there before. */
export const pick = <T extends string>(known: readonly T[], chosen: string | null, before: T): T =>
  known.find((code) => code === chosen) ?? before;

/** How a status looks: what waits or needs a look is yellow, what runs is green, what was refused is red. */
export const statusColor = {
  draft: "gray",
  submitted: "yellow",
  pended: "yellow",
  in_review: "yellow",
  second_level: "yellow",
  approved: "teal",
  partly_approved: "yellow",
  denied: "red",
  withdrawn: "gray",
  expired: "gray",
  received: "yellow",
  upheld: "red",
  partly_overturned: "yellow",
  overturned: "teal",
  answered: "teal",
} as const;
