import { expect, it } from "vitest";
import { asItIs, asked, isWhole, usual } from "./question";

it("asks only what is filled in", () => {
  expect(asked(usual, undefined).what_if).toEqual({
    hires: [],
    leaves: [],
    surges: [],
    closed_program_ids: [],
  });
  const hire = { count: 2, hours: 32, languages: ["es"], licence: "rn", state: "NY" };
  const two = asked({ ...usual, hire }, "t");
  expect(two.team_id).toBe("t");
  expect(two.what_if.hires).toHaveLength(2);
  expect(two.what_if.hires[0]?.licences).toEqual([{ kind: "rn", state: "NY" }]);
});

it("is whole once everything that belongs together is there", () => {
  expect(isWhole(usual)).toBe(true);
  expect(isWhole({ ...usual, leave: { staff: "a", from: "2026-07-01", until: "" } })).toBe(false);
  expect(isWhole({ ...usual, hire: { ...usual.hire, count: 1, licence: "rn", state: "N" } })).toBe(false);
  expect(isWhole({ ...usual, surge: { program: null, tier: "low", count: 3 } })).toBe(false);
});

it("goes back to the record and keeps what it minds", () => {
  const wishes = { ...usual.wishes, balance: 200 };
  expect(asItIs({ ...usual, wishes, closed: "p" })).toEqual({ ...usual, wishes });
});
