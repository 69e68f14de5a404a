import { expect, it } from "vitest";
import { ApiError, fieldErrors } from "./problem";

it("server pointers become field names", () => {
  const problem = { type: "about:blank", title: "Invalid", status: 422, detail: "", code: "invalid" };
  const errors = [
    { pointer: "/title", detail: "Too long" },
    { pointer: "/follow_up/due_at", detail: "In the past" },
  ];
  expect(fieldErrors(new ApiError({ ...problem, errors }))).toEqual({
    title: "Too long",
    "follow_up.due_at": "In the past",
  });
});

it("an error without places names no field", () => {
  expect(fieldErrors(new Error("broken"))).toEqual({});
});
