import { expect, it } from "vitest";
import { dateIn } from "./labels";

it("a moment has the date of the zone it is told in; a date has none", () => {
  const late = "2026-11-22T03:30:00Z";
  expect(dateIn("en", late, "America/New_York")).toBe("November 21, 2026");
  expect(dateIn("es", late, "America/New_York")).toBe("21 de noviembre de 2026");
  expect(dateIn("en", "2026-11-22")).toBe("November 22, 2026");
});
