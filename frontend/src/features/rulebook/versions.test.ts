import { expect, it } from "vitest";
import type { Schemas } from "@/api/types";
import { linesOf } from "./versions";

const version = (code: string, valid_from: string, more: Partial<Schemas["ProgramRule"]> = {}) => ({
  id: code + valid_from,
  version: 1,
  code,
  title: code,
  clock: {
    type: "calendar_days" as const,
    amount: 30,
    direction: "forward" as const,
    roll: "none" as const,
    include_day0: true,
  },
  anchor: "enrolled" as const,
  anchors: [],
  weight: 1,
  valid_from,
  valid_to: null,
  in_force: false,
  source: "",
  can: [],
  ...more,
});

it("a rule is one line with the version of today, those that follow and the newest", () => {
  const old = version("plan", "2000-01-01", { valid_to: "2025-12-31" });
  const now = version("plan", "2026-01-01", { in_force: true, valid_to: "2026-12-31" });
  const soon = version("plan", "2027-01-01", { valid_to: "2027-12-31" });
  const later = version("plan", "2028-01-01");
  expect(linesOf([later, now, old, soon])).toEqual([
    { code: "plan", now, next: [soon, later], newest: later },
  ]);
});

it("a rule that has yet to begin is shown, one that has ended is not", () => {
  const soon = version("visit", "2027-01-01");
  const ended = version("call", "2000-01-01", { valid_to: "2020-12-31" });
  expect(linesOf([soon, ended])).toEqual([{ code: "visit", now: undefined, next: [soon], newest: soon }]);
});
