import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import type { MeasureTile } from "@/api/types";
import { ControlChart } from "./ControlChart";
import { stacked } from "./TierChart";

type Month = MeasureTile["months"][number];

const month = (from: string, value: number | null, more: Partial<Month> = {}): Month => ({
  from,
  to: from,
  numerator: 9,
  denominator: value == null ? 0 : 10,
  suppressed: false,
  value,
  target: 0.9,
  lower: value == null ? null : 0.7,
  upper: value == null ? null : 1,
  signal: null,
  improving: null,
  settled: true,
  ...more,
});

const tile = (months: Month[]) => ({ months, share: true, centre: 0.85 }) as MeasureTile;

it("a chart breaks its line at a gap and draws each meaning as its own shape", () => {
  const months = [
    month("2026-07-01", 0.9),
    month("2026-08-01", 0.5, { signal: "outside", improving: false }),
    month("2026-09-01", null),
    month("2026-10-01", 0.8, { settled: false }),
  ];
  const { container, getByRole } = render(<ControlChart tile={tile(months)} label="The last 12 months" />);
  expect(getByRole("img").getAttribute("aria-label")).toBe("The last 12 months");
  expect(container.querySelectorAll("polyline")).toHaveLength(2);
  expect(container.querySelectorAll("[data-open]")).toHaveLength(1);
  expect(container.querySelectorAll("path[data-worse]")).toHaveLength(1);
  expect(container.querySelectorAll("rect")).toHaveLength(3);
});

it("a column has the highest tier at its foot and nothing overlaps", () => {
  const tiers = [
    { tier: "low" as const, cases: 4 },
    { tier: "rising" as const, cases: null },
    { tier: "high" as const, cases: 2 },
    { tier: "complex" as const, cases: 1 },
  ];
  expect(stacked({ tiers }).map(({ tier, below }) => [tier, below])).toEqual([
    ["complex", 0],
    ["high", 1],
    ["rising", 3],
    ["low", 3],
  ]);
});
