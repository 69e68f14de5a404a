import { expect, it } from "vitest";
import { centsOf, money } from "./entry";

it("reads an amount with at most two decimals, and nothing else", () => {
  expect(["12", "12.5", " 0.05 ", "1250.50"].map(centsOf)).toEqual([1200, 1250, 5, 125050]);
  expect(["", "-1", "1.234", "1,000", "$5", "1e3"].map(centsOf)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

it("writes cents with both decimals", () => {
  expect(money(125050, "en")).toBe("1,250.50");
  expect(money(125050, "es")).toBe("1,250.50");
});
