import { expect, test } from "vitest";
import { byCondition, levelsToTighten, stricterThan, type Row } from "./conditions";

const row: Row = {
  activity: "sign_note",
  source: "R042",
  operations: ["note_sign"],
  cells: [
    { level: "registered_nurse", published: "alone", condition: "cosigned", limit_id: "x" },
    { level: "clinician", published: "alone", condition: "alone", limit_id: null },
    { level: "coordinator", published: "not", condition: "not", limit_id: null },
  ],
};

test("only stricter conditions can be chosen, and nothing is stricter than not at all", () => {
  expect(stricterThan("alone")).toEqual(["supervised", "cosigned", "not"]);
  expect(stricterThan("not")).toEqual([]);
  expect(levelsToTighten(row).map(({ level }) => level)).toEqual(["registered_nurse", "clinician"]);
});

test("levels are told by the condition that counts, not by the published one", () => {
  expect(
    byCondition(row).map(({ condition, cells }) => [condition, cells.map(({ level }) => level)]),
  ).toEqual([
    ["alone", ["clinician"]],
    ["cosigned", ["registered_nurse"]],
    ["not", ["coordinator"]],
  ]);
});
