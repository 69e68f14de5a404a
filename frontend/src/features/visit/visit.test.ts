import { describe, expect, it } from "vitest";
import type { SafetyAnswers } from "@/api/types";
import { wayBody, wayOf, noWay } from "./MileageFields";
import { isWhole, momentBody, now } from "./MomentFields";
import { toMind } from "./safety";

const calm: SafetyAnswers = {
  violence: "none",
  animals: "none",
  infection: "none",
  surroundings: "fine",
  reception: "good",
  alone: true,
};

it("calls to mind what is not as it should be, in the order of the questions", () => {
  expect(toMind(calm)).toEqual([]);
  expect(toMind({ ...calm, reception: "none", violence: "unknown" })).toEqual([
    { question: "violence", answer: "unknown" },
    { question: "reception", answer: "none" },
  ]);
});

describe("a way", () => {
  it("is sent in tenths, and not at all when nothing was typed", () => {
    expect(wayBody(noWay)).toBeNull();
    expect(wayBody({ ...noWay, far: 12.5 })).toMatchObject({ unit: "mi", tenths: 125, odometer_start: null });
    expect(wayBody({ unit: "km", far: "", start: "100.2", end: "110" })).toMatchObject({
      tenths: null,
      odometer_start: 1002,
      odometer_end: 1100,
    });
  });

  it("is shown as it was said: by the odometer, or by itself", () => {
    const read = { unit: "mi", tenths: 125, odometer_start: 100, odometer_end: 225 } as const;
    expect(wayOf(read)).toEqual({ unit: "mi", far: "", start: 10, end: 22.5 });
    expect(wayOf({ ...read, odometer_start: null, odometer_end: null }).far).toBe(12.5);
    expect(wayOf(null)).toEqual(noWay);
  });
});

describe("a moment", () => {
  it("is now without a word, and earlier with a time and a reason only", () => {
    expect(momentBody(now, "America/New_York")).toEqual({});
    const late = { late: true, at: "2026-07-06T10:00", reason: "No signal" };
    expect(momentBody(late, "America/New_York")).toEqual({
      at: "2026-07-06T14:00:00.000Z",
      late_reason: "No signal",
    });
    expect([now, late, { ...late, reason: " " }, { ...late, at: "" }].map(isWhole)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
