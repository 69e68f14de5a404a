import { expect, it } from "vitest";
import { measures, today } from "./search";

it("a URL keeps what it understands and drops the rest", () => {
  expect(today({ scope: "team", due: "yesterday", kind: 7, program: "p1", text: "Rosa" })).toEqual({
    scope: "team",
    program: "p1",
  });
});

it("days in a URL are days", () => {
  expect(measures({ from: "2026-10-01", to: "soon" })).toEqual({ from: "2026-10-01" });
});
