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

/** Licenses and certificates. */
export const credentialKinds = [
  "rn",
  "lpn",
  "lcsw",
  "lmsw",
  "lpc",
  "lmhc",
  "md",
  "ccm",
  "acm",
  "cphq",
  "bls",
] as const satisfies Schemas["CredentialKind"][];

/** What a board says about a license. */
export const credentialStatuses = [
  "active",
  "encumbered",
  "revoked",
] as const satisfies Schemas["CredentialStatus"][];

/** What a colleague does in a team. */
export const teamFunctions = ["member", "lead", "supervisor"] as const satisfies Schemas["TeamFunction"][];
