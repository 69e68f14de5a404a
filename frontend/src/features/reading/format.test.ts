import { describe, expect, it } from "vitest";
import { forChart, scaleOf, valueText, type Reading } from "./format";

const reading = (value: number, taken: string, more: Partial<Reading> = {}) =>
  ({ value, second: null, taken_at: taken, status: "valid", ...more }) as Reading;
const none = { low: null, high: null, second_low: null, second_high: null };
const unit = (code: string) => code;

describe("a reading in words", () => {
  it("names pounds and Fahrenheit beside what is kept", () => {
    expect(valueText("weight", { value: 80 }, unit)).toBe("80 kg (176.4 [lb_av])");
    expect(valueText("temperature", { value: 38 }, unit)).toBe("38 Cel (100.4 [degF])");
  });

  it("shows both values of a blood pressure", () => {
    expect(valueText("blood_pressure", { value: 128, second: 74 }, unit)).toBe("128/74 mm[Hg]");
  });
});

describe("the chart of readings", () => {
  it("spans every value and every bound with air", () => {
    const { low, high } = scaleOf([reading(100, "2026-03-01T08:00:00Z", { second: 60 })], {
      ...none,
      high: 180,
    });
    expect(low).toBeLessThan(60);
    expect(high).toBeGreaterThan(180);
  });

  it("has a height when all values are the same or there is none", () => {
    const same = scaleOf([reading(80, "2026-03-01T08:00:00Z")], none);
    expect(same.high).toBeGreaterThan(same.low);
    expect(scaleOf([], none)).toEqual({ low: 0, high: 1 });
  });

  it("leaves out what was entered in error and goes forward in time", () => {
    const shown = forChart([
      reading(2, "2026-03-02T08:00:00Z"),
      reading(9, "2026-03-03T08:00:00Z", { status: "entered_in_error" }),
      reading(1, "2026-03-01T08:00:00Z"),
    ]);
    expect(shown.map(({ value }) => value)).toEqual([1, 2]);
  });
});
