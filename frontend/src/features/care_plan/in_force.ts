import type { CarePlanView } from "@/api/types";

/** The plan as it is in force, also while its next revision is written; nothing before the first approval. */
export function inForceOf(plan: CarePlanView): CarePlanView | undefined {
  if (plan.status !== "draft") return plan;
  const { in_force: kept } = plan;
  if (!kept) return undefined;
  const { revision, content, reason = null } = kept;
  return { ...plan, status: "active", revision, content, reason, smart: [] };
}
