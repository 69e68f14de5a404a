import { expect, it } from "vitest";
import { isWhole, withFirst } from "./absences";

const form = { first_on: "2026-07-06", last_on: "2026-07-08", cover_id: null };

it("a later first day takes the last day with it, an earlier one leaves it alone", () => {
  expect(withFirst(form, "2026-07-10")).toEqual({ ...form, first_on: "2026-07-10", last_on: "2026-07-10" });
  expect(withFirst(form, "2026-07-01").last_on).toBe("2026-07-08");
});

it("days make sense from the first to the last, and one day is enough", () => {
  expect(isWhole(form)).toBe(true);
  expect(isWhole({ ...form, last_on: "2026-07-06" })).toBe(true);
  expect(isWhole({ ...form, last_on: "2026-07-05" })).toBe(false);
  expect(isWhole({ ...form, last_on: "" })).toBe(false);
  expect(isWhole({ ...form, first_on: "" })).toBe(false);
});
