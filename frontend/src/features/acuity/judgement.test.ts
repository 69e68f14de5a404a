import { describe, expect, it } from "vitest";
import { byFactor, needsDecision, span, sumOf, type AcuityPart, type Judgement } from "./judgement";

const part = (fact: AcuityPart["fact"], factor: AcuityPart["factor"], min: number, max: number, of: number) =>
  ({ fact, factor, min, max, of }) as AcuityPart;

const parts = [
  part("acute_stays", "clinical", 6, 6, 9),
  part("readmission", "clinical", 0, 7, 7),
  part("falls", "functional", 4, 4, 4),
];

describe("a judgement", () => {
  it("sums the parts of each factor to the bounds of the score", () => {
    const groups = byFactor(parts);
    expect(groups.map(({ factor, min, max, of }) => [factor, min, max, of])).toEqual([
      ["clinical", 6, 13, 16],
      ["functional", 4, 4, 4],
    ]);
    expect(sumOf(parts)).toEqual({ min: 10, max: 17, of: 20 });
  });

  it("says a range only where there is one", () => {
    expect([span(4, 4), span(6, 13)]).toEqual(["4", "6–13"]);
  });

  it("asks for a decision when the model differs or an override ended, not while one holds", () => {
    const asks = (standing: Judgement["standing"]) => needsDecision({ standing } as Judgement);
    expect([asks("agrees"), asks("overridden"), asks("differs"), asks("override_ended")]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
