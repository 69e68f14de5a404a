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

it("asks for everything when every service is billed", () => {
  expect(fieldsOf([])).toHaveLength(14);
});
