import { describe, expect, it } from "vitest";
import type { MeasureView } from "@/api/types";
import { bySetting } from "./MeasureScreen";
import { dayOfMonth, figureIn, inUnit, meets, toQuery } from "./period";

const measure = (code: string, settings: MeasureView["settings"]) => ({ code, settings }) as MeasureView;

describe("a measure", () => {
  it("is shown in the unit of its kind", () => {
    expect(inUnit("proportion", 0.8913)).toBe("89.1%");
    expect(inUnit("mean_of_shares", 0.825)).toBe("82.5%");
    expect(inUnit("per_1000", 69.041)).toBe("69.04");
    expect(figureIn("closed", 0.7)).toBe("70%");
    expect(figureIn("median_hours", 72.5)).toBe("72.5");
  });

  it("meets its target in the direction that is better", () => {
    expect(meets({ better: "higher", rate: 0.9, target: 0.9 })).toBe(true);
    expect(meets({ better: "higher", rate: 0.8, target: 0.9 })).toBe(false);
    expect(meets({ better: "lower", rate: 1.2, target: 1 })).toBe(false);
    expect(meets({ better: "lower", rate: 0.9, target: 1 })).toBe(true);
    expect(meets({ better: "lower", rate: null, target: 1 })).toBe(false);
  });

  it("asks for the end of the days that one looks back at", () => {
    const query = toQuery({
      from: "2026-01-01",
      to: "2026-02-01",
      asOf: "2026-02-01",
      knownAt: "2026-02-03",
    });
    expect(query.as_of).toBe(new Date(2026, 1, 1, 23, 59, 59, 999).toISOString());
    expect(query.known_at).toBe(new Date(2026, 1, 3, 23, 59, 59, 999).toISOString());
    expect(toQuery({ from: "2026-01-01" })).not.toHaveProperty("as_of");
  });

  it("is asked about one colleague with the people behind their number", () => {
    const days = { from: "2026-01-01", to: "2026-02-01" };
    expect(toQuery({ ...days, staff: "s" })).toEqual({ ...days, staff_id: "s" });
  });

  it("is asked about from the first to the last day of months", () => {
    expect([dayOfMonth("2028-02", false), dayOfMonth("2028-02", true)]).toEqual(["2028-02-01", "2028-02-29"]);
  });

  it("stands under its first setting, those of every setting first", () => {
    const groups = bySetting([
      measure("a", ["hospital", "legal"]),
      measure("b", []),
      measure("c", ["hospital"]),
    ]);
    expect(groups.map(([setting, items]) => [setting, items.map(({ code }) => code)])).toEqual([
      ["", ["b"]],
      ["hospital", ["a", "c"]],
    ]);
  });
});
