import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { languageOf, wantedIn } from "./language";

test("a region does not change the language, and another language is not taken for English", () => {
  expect(["es", "ES-mx", "en-US"].map(languageOf)).toEqual(["es", "es", "en"]);
  expect(["", "vi", "est"].map(languageOf)).toEqual([undefined, undefined, undefined]);
});

test("a person is asked in their own language, and in the reader's where texts are not there in theirs", () => {
  expect(["es-MX", "en", "vi", ""].map((person) => wantedIn("phq-9", person, "es"))).toEqual([
    "es",
    "en",
    "es",
    "es",
  ]);
  expect(["es", "vi"].map((person) => wantedIn("audit", person, "en"))).toEqual(["es", "en"]);
});

test("what a worker fills from the record is in the worker's language", () => {
  const library = readFileSync("../crates/domain/src/instrument/library.rs", "utf8");
  const entries = [...library.matchAll(/^ {8}(put_to_the_person\()?\w+::([a-z]+)\w*\(\)/gm)];
  const filled = entries.filter(([, put]) => !put).map(([, , name]) => name ?? "");
  // These two say themselves which of their questions may be refused.
  const codes = [...new Set(filled)].filter((name) => !["ahc", "prapare"].includes(name));
  expect(codes.sort()).toEqual(["charlson", "hospital", "lace", "morse"]);
  expect(codes.map((code) => wantedIn(code, "es", "en"))).toEqual(["en", "en", "en", "en"]);
  expect(wantedIn("lace", "en", "es")).toBe("es");
});
