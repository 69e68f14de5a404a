import type { Barrier, Schemas } from "@/api/types";

export type BarrierProposal = Schemas["BarrierProposalView"];

/** The proposals that the plan does not have: a barrier of the same kind, open or removed, stands for one. */
export const proposed = (proposals: BarrierProposal[], barriers: Barrier[]): BarrierProposal[] =>
  proposals.filter(({ kind }) => !barriers.some((barrier) => barrier.kind === kind));
