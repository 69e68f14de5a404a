import { expect, it } from "vitest";
import type { CaseloadPolicy } from "@/api/types";
import { withModel } from "./policy";

const hours: CaseloadPolicy = {
  basis: "active_panel",
  low: 25,
  high: 75,
  model: "hours",
  tiers: { low: 20, rising: 45, high: 90, complex: 150 },
  full: null,
  full_time_hours: 40,
  per_visit: 0,
  per_report: 0,
  on_call_percent: 10,
  adjustments: [],
  source: "Ours",
  external: false,
};

it("another model begins with numbers that mean something in it", () => {
  const points = withModel(hours, "points");
  expect(points.tiers.complex).toBe(5);
  expect(points.full).toBe(75 * 1.75);
  expect(withModel(points, "hours")).toEqual(hours);
});

it("the same model keeps what was typed", () => {
  const own = { ...hours, tiers: { ...hours.tiers, low: 7 } };
  expect(withModel(own, "hours")).toBe(own);
});
