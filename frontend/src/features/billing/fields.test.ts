import { expect, it } from "vitest";
import { fieldsOf } from "./fields";

it("asks only for what the billed services need, the consent first", () => {
  expect(fieldsOf(["monitoring_time"])).toEqual(["consent_at"]);
  expect(fieldsOf(["chronic_staff", "chronic_complex"])).toEqual([
    "consent_at",
    "initiating_visit_on",
    "chronic_conditions",
    "plan",
    "round_the_clock",
    "decision_making",
  ]);
});

it("asks when social risks were assessed, and how the state rounds quarters of an hour", () => {
  expect(fieldsOf(["risk_assessment"])).toEqual([
    "consent_at",
    "risk_assessed_on",
    "risk_assessed_before_on",
  ]);
  expect(fieldsOf(["targeted"])).toEqual(["consent_at", "plan", "targeted_group", "unit_rounding"]);
});

it("asks for everything when every service is billed", () => {
  expect(fieldsOf([])).toHaveLength(18);
});
