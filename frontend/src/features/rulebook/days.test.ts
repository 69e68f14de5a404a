import { expect, it } from "vitest";
import { ahead, weekdays } from "./days";

it("a break is its weekdays, and one day is itself", () => {
  expect(weekdays("2026-04-03", "2026-04-07")).toEqual(["2026-04-03", "2026-04-06", "2026-04-07"]);
  expect(weekdays("2026-11-27", "2026-11-27")).toEqual(["2026-11-27"]);
});

it("what is no break adds nothing", () => {
  expect(weekdays("", "")).toEqual([]);
  expect(weekdays("2026-04-07", "2026-04-03")).toEqual([]);
  expect(weekdays("2026-04-04", "2026-04-05")).toEqual([]);
  expect(weekdays("2026-06-12", "2026-08-25")).toEqual([]);
});

it("what lies ahead is in order and includes today", () => {
  expect(ahead(["2026-12-24", "2026-11-26", "2026-11-27"], "2026-11-27")).toEqual([
    "2026-11-27",
    "2026-12-24",
  ]);
});
