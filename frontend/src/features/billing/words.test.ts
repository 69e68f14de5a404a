import { expect, it } from "vitest";
import { monthBeside } from "./words";

it("goes from month to month across the years", () => {
  expect(monthBeside("2026-03", -1)).toBe("2026-02");
  expect(monthBeside("2026-01", -1)).toBe("2025-12");
  expect(monthBeside("2026-12", 1)).toBe("2027-01");
});
