import { expect, test } from "vitest";
import { decisionOf } from "./choice";

test("nothing is decided before somebody chose", () => {
  expect(decisionOf(null, "")).toBeNull();
});

test("a person is linked by id and a new one is created", () => {
  expect(decisionOf({ way: "link", personId: "p" }, "left over")).toEqual({
    decision: "link",
    person_id: "p",
  });
  expect(decisionOf({ way: "create" }, "")).toEqual({ decision: "create" });
});

test("a dismissal needs a reason", () => {
  expect(decisionOf({ way: "dismiss" }, "  ")).toBeNull();
  expect(decisionOf({ way: "dismiss" }, " Visitor ")).toEqual({ decision: "dismiss", reason: "Visitor" });
});
