import { expect, it } from "vitest";
import { asItIs, asked, asksWhatIf, isWhole, usual, type Question } from "./question";

it("asks only what is filled in", () => {
  expect(asked(usual, undefined, []).what_if).toEqual({
    hires: [],
    leaves: [],
    surges: [],
    closed_program_ids: [],
  });
  const hire: Question["hire"] = { count: 2, hours: 32, languages: ["es"], licence: "rn", state: "NY" };
  const two = asked({ ...usual, hire }, "t", ["c"]);
  expect([two.team_id, two.keep]).toEqual(["t", ["c"]]);
  expect(two.what_if.hires).toHaveLength(2);
  expect(two.what_if.hires[0]?.licences).toEqual([{ kind: "rn", state: "NY" }]);
});

it("is whole once everything that belongs together is there", () => {
  expect(isWhole(usual)).toBe(true);
  expect(isWhole({ ...usual, leave: { staff: "a", from: "2026-07-01", until: "" } })).toBe(false);
  const hire = { ...usual.hire, count: 1 };
  expect(["", "N", "NY"].map((state) => isWhole({ ...usual, hire: { ...hire, state } }))).toEqual([
    false,
    false,
    true,
  ]);
  expect(isWhole({ ...usual, surge: { program: null, tier: "low", count: 3 } })).toBe(false);
});

it("goes back to the record and keeps what it minds", () => {
  const wishes = { ...usual.wishes, balance: 200 };
  expect(asItIs({ ...usual, wishes, closed: "p" })).toEqual({ ...usual, wishes });
});

it("asks what if as soon as anything is not as it is", () => {
  const leave = { staff: "a", from: "2026-07-01", until: "2026-07-02" };
  const questions = [usual, { ...usual, leave }, { ...usual, closed: "p" }];
  expect(questions.map(asksWhatIf)).toEqual([false, true, true]);
  expect(asksWhatIf({ ...usual, wishes: { ...usual.wishes, balance: 200 } })).toBe(false);
});
