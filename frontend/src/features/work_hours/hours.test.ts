import { expect, it } from "vitest";
import { clock } from "./hours";

it("tells minutes as hours and minutes, and nothing as a dash", () => {
  expect([0, 5, 60, 425].map(clock)).toEqual(["–", "0:05", "1:00", "7:05"]);
});
