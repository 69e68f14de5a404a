import type { Barrier, Schemas } from "@/api/types";

export type BarrierProposal = Schemas["BarrierProposalView"];

/**
 * The proposals that the plan does not have: a barrier of the same kind, open or removed, stands for one; among others, one with the
 * same text.
 */
export const proposed = (proposals: BarrierProposal[], barriers: Barrier[]): BarrierProposal[] =>
  proposals.filter(
    ({ kind, title }) =>
      !barriers.some(
        (barrier) =>
          barrier.kind === kind && (kind !== "other" || [title.en, title.es].includes(barrier.text)),
      ),
  );
