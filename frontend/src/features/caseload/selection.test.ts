import { expect, it } from "vitest";
import type { CaseloadCase } from "@/api/types";
import { dragged, isEmpty, nothing, request, toggled } from "./selection";

const ref = (id: string) => ({ id, name: id });
const of = (id: string): CaseloadCase => ({
  id,
  person: ref(id),
  program: ref("p"),
  team: ref("t"),
  tier: "low",
  stage: "monitor",
  points: 1,
});

it("takes a case up and puts it back", () => {
  const one = toggled(nothing, of("a"));
  expect([...one.cases.keys()]).toEqual(["a"]);
  expect(isEmpty(toggled(one, of("a")))).toBe(true);
});

it("a whole caseload is put back when a case is taken up", () => {
  const whole = { ...nothing, whole: ref("w") };
  expect(toggled(whole, of("a")).whole).toBeNull();
});

it("a case that is not taken up is dragged alone, and one that is with the others", () => {
  const two = toggled(toggled(nothing, of("a")), of("b"));
  expect([...dragged(two, of("b")).cases.keys()]).toEqual(["a", "b"]);
  expect([...dragged(two, of("c")).cases.keys()]).toEqual(["c"]);
});

it("asks for each case that is not left out, and spreads a whole caseload over all", () => {
  const two = toggled(toggled(nothing, of("a")), of("b"));
  expect(request(two, ["x"], new Set(["a"]))).toEqual({ moves: [{ case_id: "b", to_id: "x" }], whole: [] });
  const whole = { ...nothing, whole: ref("w") };
  expect(request(whole, ["x", "y"], new Set())).toEqual({
    moves: [],
    whole: [{ from_id: "w", to_ids: ["x", "y"] }],
  });
  expect(request(two, [], new Set())).toEqual({ moves: [], whole: [] });
});
