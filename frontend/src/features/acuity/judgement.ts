import type { Schemas } from "@/api/types";
import type { tierStandings } from "@/app/search";

export type Judgement = Schemas["JudgementView"];
export type AcuityPart = Schemas["AcuityPart"];

/** Which judgements a list shows; all of them where nothing is said. */
export interface JudgementFilter {
  standing?: (typeof tierStandings)[number] | undefined;
  provisional?: boolean | undefined;
}

/** True when it leaves some out. */
export const leavesOut = ({ standing, provisional }: JudgementFilter) =>
  standing !== undefined || provisional === true;

/** A number, or a range from the lowest to the highest one. */
export const span = (min: number, max: number) => (min === max ? String(min) : `${min}–${max}`);

/** True when somebody must look at the tier. */
export const needsDecision = ({ standing }: Judgement) =>
  standing === "differs" || standing === "override_ended";

/** The parts of each factor, in the order of the model. */
export function byFactor(parts: AcuityPart[]) {
  const groups = new Map<AcuityPart["factor"], AcuityPart[]>();
  for (const part of parts) groups.set(part.factor, [...(groups.get(part.factor) ?? []), part]);
  return [...groups].map(([factor, own]) => ({ factor, parts: own, ...sumOf(own) }));
}

/** What parts add together; the sum over all of them is the score, or its bounds. */
export function sumOf(parts: AcuityPart[]) {
  const sum = (of: (part: AcuityPart) => number) => parts.reduce((total, part) => total + of(part), 0);
  return { min: sum(({ min }) => min), max: sum(({ max }) => max), of: sum(({ of }) => of) };
}
