import { expect, test } from "vitest";
import { languageOf } from "./language";

test("a region does not change the language, and another language is not taken for English", () => {
  expect(["es", "ES-mx", "en-US"].map(languageOf)).toEqual(["es", "es", "en"]);
  expect(["", "vi", "est"].map(languageOf)).toEqual([undefined, undefined, undefined]);
});
