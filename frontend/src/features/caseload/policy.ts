import type { CaseloadPolicy } from "@/api/types";

export const bases = ["active_panel", "active_census", "daily_census"] as const;
export const models = ["hours", "points", "workload", "mixed"] as const;
export const tiers = ["low", "rising", "high", "complex"] as const;
export const adjustmentKinds = [
  "profession",
  "other_duties",
  "complexity",
  "experience",
  "travel",
  "technology",
  "contact_mode",
  "non_case_time",
] as const;

type Model = CaseloadPolicy["model"];

/** Numbers with which a model begins: each means something else, so those of another model are no use. */
const beginnings: Record<Model, CaseloadPolicy["tiers"]> = {
  hours: { low: 20, rising: 45, high: 90, complex: 150 },
  points: { low: 1, rising: 1.75, high: 3, complex: 5 },
  workload: { low: 1, rising: 1.75, high: 3, complex: 5 },
  mixed: { low: 150, rising: 85, high: 50, complex: 30 },
};

/** The policy with another model, and numbers that mean something in it. */
export function withModel(policy: CaseloadPolicy, model: Model): CaseloadPolicy {
  if (model === policy.model) return policy;
  const hasPoints = model === "points" || model === "workload";
  return {
    ...policy,
    model,
    tiers: beginnings[model],
    full: hasPoints ? (policy.full ?? policy.high * beginnings.points.rising) : null,
  };
}
