import type { Schemas } from "@/api/types";

export type BillingFamily = Schemas["BillingFamily"];
export type FactField = keyof Schemas["BillingFacts"];

/** Services in the order in which they are offered. */
export const families = [
  "chronic_staff",
  "chronic_professional",
  "chronic_complex",
  "principal_staff",
  "principal_professional",
  "advanced_primary",
  "advanced_behavioral",
  "transitional",
  "behavioral_integration",
  "collaborative",
  "community_health",
  "navigation",
  "peer_navigation",
  "monitoring_device",
  "monitoring_time",
  "risk_assessment",
  "targeted",
] as const satisfies readonly BillingFamily[];

export const decisions = ["low", "moderate", "high"] as const satisfies readonly Schemas["DecisionMaking"][];
export const roundings = [
  "full",
  "midpoint",
  "started",
] as const satisfies readonly Schemas["BillingRounding"][];
export const months = ["first", "later"] as const satisfies readonly Schemas["CollaborativeMonth"][];

/** What must be known for the codes of each service, beside the consent. */
const needs: Record<BillingFamily, readonly FactField[]> = {
  chronic_staff: ["initiating_visit_on", "round_the_clock", "chronic_conditions", "plan"],
  chronic_professional: ["initiating_visit_on", "round_the_clock", "chronic_conditions", "plan"],
  chronic_complex: [
    "initiating_visit_on",
    "round_the_clock",
    "chronic_conditions",
    "plan",
    "decision_making",
  ],
  principal_staff: ["initiating_visit_on", "high_risk_condition", "plan"],
  principal_professional: ["initiating_visit_on", "high_risk_condition", "plan"],
  advanced_primary: [
    "initiating_visit_on",
    "round_the_clock",
    "chronic_conditions",
    "plan",
    "qualified_beneficiary",
  ],
  advanced_behavioral: ["behavioral_condition", "collaborative_month"],
  transitional: ["decision_making", "discharge"],
  behavioral_integration: ["initiating_visit_on", "behavioral_condition"],
  collaborative: ["initiating_visit_on", "behavioral_condition", "collaborative_month"],
  community_health: ["initiating_visit_on", "social_need"],
  navigation: ["initiating_visit_on", "serious_illness"],
  peer_navigation: ["initiating_visit_on", "serious_illness", "behavioral_condition"],
  monitoring_device: ["device_days"],
  monitoring_time: [],
  risk_assessment: ["risk_assessed_on", "risk_assessed_before_on"],
  targeted: ["plan", "targeted_group", "unit_rounding"],
};

const order: readonly FactField[] = [
  "consent_at",
  "initiating_visit_on",
  "chronic_conditions",
  "plan",
  "round_the_clock",
  "decision_making",
  "high_risk_condition",
  "behavioral_condition",
  "collaborative_month",
  "social_need",
  "serious_illness",
  "qualified_beneficiary",
  "device_days",
  "discharge",
  "risk_assessed_on",
  "risk_assessed_before_on",
  "targeted_group",
  "unit_rounding",
];

/** What must be known for these services; everything when there is none. */
export function fieldsOf(chosen: readonly BillingFamily[]): FactField[] {
  const asked = new Set<FactField>([
    "consent_at",
    ...(chosen.length ? chosen : families).flatMap((one) => needs[one]),
  ]);
  return order.filter((field) => asked.has(field));
}
