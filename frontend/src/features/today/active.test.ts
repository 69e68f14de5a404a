import { expect, it } from "vitest";
import { rowOf } from "./active";

const list = (...ids: string[]) => ids.map((id) => ({ id }));

it("the active item stays the same one when others come in above it", () => {
  expect(rowOf(list("alert", "call", "visit"), { id: "call", row: 0 })).toBe(1);
});

it("what follows is active when the item has left the list, and the last one at its end", () => {
  expect(rowOf(list("call", "visit", "note"), { id: "gone", row: 1 })).toBe(1);
  expect(rowOf(list("call"), { id: "gone", row: 4 })).toBe(0);
  expect(rowOf([], { id: null, row: 0 })).toBe(0);
});
