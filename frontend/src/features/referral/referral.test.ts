import { describe, expect, it } from "vitest";
import { answersOf, benefitBody, filled, oneOf } from "./referral";

describe("a referral on the screen", () => {
  it("offers as answers what the server says may follow, and nothing else", () => {
    expect(answersOf(["cancel", "serve", "confirm", "accept"])).toEqual(["accept", "serve"]);
    expect(answersOf(["send", "cancel"])).toEqual([]);
  });

  it("sends no member that was left empty", () => {
    expect(filled({ applied_on: "2026-03-02", decided_on: "", note: "  " })).toEqual({
      applied_on: "2026-03-02",
    });
  });

  it("sends what was said of an appeal only while the decision is a denial", () => {
    const form = {
      benefit: "snap" as const,
      applied_on: "2026-01-05",
      decided_on: "2026-02-01",
      decision: "denied",
      appealed_on: "2026-02-10",
      appeal_decided_on: "",
      appeal_decision: "",
    };
    expect(benefitBody(form)).toEqual({
      benefit: "snap",
      applied_on: "2026-01-05",
      decided_on: "2026-02-01",
      decision: "denied",
      appealed_on: "2026-02-10",
      appeal_decision: null,
    });
    const approved = benefitBody({ ...form, decision: "approved" });
    expect(approved.decision).toBe("approved");
    expect(approved).not.toHaveProperty("appealed_on");
    expect(approved).not.toHaveProperty("appeal_decision");
  });

  it("keeps what was chosen when a field gives something unknown", () => {
    expect(oneOf(["phone", "fax"], "fax", "phone")).toBe("fax");
    expect(oneOf(["phone", "fax"], null, "phone")).toBe("phone");
  });
});
