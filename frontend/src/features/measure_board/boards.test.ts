import { expect, it } from "vitest";
import {
  filtersOf,
  fromFirst,
  isDrawn,
  numberOf,
  peopleOf,
  rangeOf,
  scaleOf,
  segments,
  shapeOf,
} from "./boards";

const month = (value: number | null) => ({
  from: "2026-10-01",
  to: "2026-10-31",
  numerator: 0,
  denominator: value == null ? 0 : 10,
  suppressed: false,
  value,
  target: 0.9,
  lower: null,
  upper: null,
  signal: null,
  improving: null,
  settled: true,
});

it("a month without a number is a gap in the line", () => {
  expect(segments([0.5, 0.6, null, 0.7].map(month))).toEqual([[0, 1], [3]]);
  expect(segments([null, null].map(month))).toEqual([]);
});

it("a share is never drawn beyond 0 and 1, and the target is always in the picture", () => {
  const [low, high] = scaleOf({ months: [month(1), month(0.02)], share: true });
  expect([low, high]).toEqual([0, 1]);
  expect(scaleOf({ months: [month(0.93)], share: true })).toEqual([0.85, 1]);
  const [, roomy] = scaleOf({ months: [month(0.4)], share: true });
  expect(roomy).toBeGreaterThan(0.9);
  expect(scaleOf({ months: [month(4)], share: false })[1]).toBeGreaterThan(4);
});

it("months that are all hidden have no point to draw", () => {
  expect(isDrawn([month(null), month(null)])).toBe(false);
  expect(isDrawn([month(null), month(0)])).toBe(true);
});

it("every meaning of a point has a shape of its own", () => {
  expect(shapeOf({ settled: false, signal: null })).toBe("open");
  expect(shapeOf({ settled: true, signal: "outside" })).toBe("diamond");
  expect(shapeOf({ settled: true, signal: "run" })).toBe("square");
  expect(shapeOf({ settled: true, signal: null })).toBe("dot");
});

it("the list of people has the filters of the board", () => {
  const counted = { scope: "team", program: { id: "p1" }, from: "2026-09-01", to: "2026-11-01" } as const;
  expect(peopleOf(counted)).toEqual({ scope: "team", program: "p1", from: "2026-09-01", to: "2026-11-01" });
  expect(peopleOf({ ...counted, program: null })).not.toHaveProperty("program");
});

it("a saved report without days moves with time", () => {
  const kept = {
    kind: "board",
    subject: "hospital",
    scope: "team",
    program_id: "p1",
    from: null,
    to: null,
  } as const;
  expect(filtersOf(kept)).toEqual({ scope: "team", program: "p1" });
});

it("a course begins with the first month in which something was counted, and keeps gaps after it", () => {
  const course = [null, null, 0.5, null, 0.6].map(month);
  expect(fromFirst(course).map(({ value }) => value)).toEqual([0.5, null, 0.6]);
  expect(fromFirst([null].map(month))).toEqual([]);
});

it("a share is told in percent and anything else as a number", () => {
  expect(numberOf(0.8913, true)).toBe("89.1%");
  expect(numberOf(1.259, false)).toBe("1.26");
  expect(rangeOf(0.3333, 1, true)).toBe("33% – 100%");
});
