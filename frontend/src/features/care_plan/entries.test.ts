import { expect, test } from "vitest";
import { toCreate, type EntryFields } from "./entries";

const fields: EntryFields = {
  day: "",
  who: "person",
  name: " ",
  manner: "phone",
  stance: "refused",
  words: " Not in my kitchen. ",
  weighed: "",
  again: "",
  givenTo: "Ana",
  language: "es",
  medium: "large_print",
  understanding: "partly",
  note: "",
  effect: "effective",
  finding: "Fewer falls.",
  next: "2026-12-01",
  decision: "A bed",
  rationale: "Most in need.",
};

test("only the kind that was chosen is sent, trimmed, and what is empty is absent", () => {
  expect(toCreate("participation", fields)).toEqual({
    happened_on: null,
    participation: {
      who: "person",
      name: null,
      manner: "phone",
      stance: "refused",
      words: "Not in my kitchen.",
      ethics_note: null,
      review_on: null,
    },
  });
  expect(Object.keys(toCreate("teach_back", fields))).toEqual(["happened_on", "teach_back"]);
  expect(toCreate("review", { ...fields, day: "2026-11-20" })).toEqual({
    happened_on: "2026-11-20",
    review: { effect: "effective", finding: "Fewer falls.", next_on: "2026-12-01" },
  });
  expect(Object.keys(toCreate("allocation", fields))).toEqual(["happened_on", "allocation"]);
});
