import { describe, expect, it } from "vitest";
import { answersOf, filled, oneOf } from "./referral";

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

  it("keeps what was chosen when a field gives something unknown", () => {
    expect(oneOf(["phone", "fax"], "fax", "phone")).toBe("fax");
    expect(oneOf(["phone", "fax"], null, "phone")).toBe("phone");
  });
});
