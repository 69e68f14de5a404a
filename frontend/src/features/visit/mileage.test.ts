import { expect, it } from "vitest";
import type { MileageMonth } from "@/api/types";
import { csvOf, distance, tenthsOf } from "./mileage";

const month = {
  month: "2026-07-01",
  staff: { id: "s", name: "=Lea, Baum" },
  time_zone: "America/New_York",
  rows: [
    {
      visit_id: "v",
      on: "2026-07-06",
      kind: "home_visit",
      set_out_at: null,
      arrived_at: "2026-07-06T14:00:00Z",
      departed_at: "2026-07-06T14:45:00Z",
      mileage: { unit: "mi", tenths: 125, odometer_start: 120034, odometer_end: 120159 },
    },
  ],
  totals: [{ unit: "mi", tenths: 125 }],
} as unknown as MileageMonth;

it("shows tenths as an odometer does", () => {
  expect(distance(125, "mi")).toBe("12.5 mi");
  expect(distance(0, "km")).toBe("0.0 km");
});

it("reads what was typed, with a point or a comma, and nothing as nothing", () => {
  expect([tenthsOf("12.5"), tenthsOf("12,5"), tenthsOf(7), tenthsOf(""), tenthsOf("far")]).toEqual([
    125,
    125,
    70,
    null,
    null,
  ]);
});

it("writes a row for each visit and each total, and never a formula", () => {
  const heads = ["Day", "Who", "Kind", "Out", "There", "Left", "Start", "End", "How far", "Unit"];
  const lines = csvOf(month, { heads, kind: () => "Home visit", total: "Total" }).split("\r\n");
  expect(lines[0]).toBe(heads.join(","));
  expect(lines[1]).toMatch(/^2026-07-06,"'=Lea, Baum",Home visit,,10:00.*,12003\.4,12015\.9,12\.5,mi$/);
  expect(lines[2]).toBe(`Total,"'=Lea, Baum",,,,,,,12.5,mi`);
});
