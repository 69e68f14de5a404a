import { describe, expect, it } from "vitest";
import { groundsOf, pick, units } from "./fields";
import { nearness } from "./Clock";

describe("the clock of a request", () => {
  const now = Date.parse("2026-03-02T14:00:00Z");

  it("is overdue after its last instant and not at it", () => {
    expect(nearness("2026-03-02T14:00:00Z", now)).toBe("soon");
    expect(nearness("2026-03-02T13:59:59Z", now)).toBe("overdue");
  });

  it("is near within a day", () => {
    expect(nearness("2026-03-03T14:00:00Z", now)).toBe("soon");
    expect(nearness("2026-03-03T14:00:01Z", now)).toBe("ahead");
  });
});

describe("what is chosen", () => {
  it("offers only the grounds that the law of the plan knows", () => {
    expect(groundsOf("erisa")).toEqual(["beyond_control"]);
    expect(groundsOf("medicaid_mco")).not.toContain("beyond_control");
  });

  it("stays what it was when nothing known is chosen", () => {
    expect(pick(units, "hour", "visit")).toBe("hour");
    expect(pick(units, "furlong", "visit")).toBe("visit");
    expect(pick(units, null, "visit")).toBe("visit");
  });
});
