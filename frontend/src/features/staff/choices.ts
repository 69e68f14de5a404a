import type { Schemas } from "@/api/types";

/** Every role, from the ladder of care managers to those who see no person's record. */
export const roles = [
  "assistant",
  "care_manager",
  "senior_care_manager",
  "lead",
  "supervisor",
  "director",
  "coordinator",
  "physician_advisor",
  "privacy_officer",
  "organization_admin",
  "analyst",
] as const satisfies Schemas["Role"][];

/** Roles that can be accountable for a case. */
export const ownerRoles: readonly Schemas["Role"][] = [
  "care_manager",
  "senior_care_manager",
  "lead",
  "supervisor",
  "director",
];

/** What a colleague does in a team. */
export const teamFunctions = ["member", "lead", "supervisor"] as const satisfies Schemas["TeamFunction"][];

/** Populations that somebody knows well. */
export const specialisations = [
  "geriatric",
  "pediatric",
  "behavioral_health",
  "complex_chronic",
] as const satisfies Schemas["Specialisation"][];

/** The ways somebody grows in. */
export const tracks = ["individual", "management"] as const satisfies Schemas["Track"][];

/** Offices to which lines of reporting lead. */
export const reportingLines = [
  "care_management",
  "nursing",
  "medical",
  "case_management",
  "population_health",
  "social_services",
] as const satisfies Schemas["ReportingLine"][];

/** Where programs work; the setting decides the rulebook. */
export const settings = [
  "hospital",
  "managed_care",
  "behavioral_health",
  "home_health",
  "hospice",
  "social_services",
  "legal",
  "refugee",
  "corrections",
  "school",
  "clinic",
  "long_term_care",
  "aging",
] as const satisfies Schemas["Setting"][];
