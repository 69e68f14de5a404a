import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sharing as en } from "@/i18n/en/sharing";
import { sharing as es } from "@/i18n/es/sharing";

/** The words of one vocabulary in the file of disclosures, by code: in English and in Spanish. */
function wordsOf(name: string): Map<string, [string, string]> {
  const source = readFileSync("../crates/api/src/consent/words.rs", "utf8");
  const body = source.split(`fn ${name}(`)[1]?.split("\n}")[0] ?? "";
  const arms = body.matchAll(/\w+::(\w+) => (?:\{\s*)?\(\s*"([^"]+)",\s*"([^"]+)",?\s*\)/g);
  const code = (variant: string) => variant.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return new Map(
    [...arms].map(([, variant = "", english = "", spanish = ""]) => [code(variant), [english, spanish]]),
  );
}

it.each([
  ["content", en.disclosure.contents, es.disclosure.contents],
  ["class", en.consent.classes, es.consent.classes],
  ["purpose", en.consent.purposes, es.consent.purposes],
  ["label", en.consent.label, es.consent.label],
  ["basis", en.disclosure.bases, es.disclosure.bases],
])("the file of disclosures says a %s as the screen does", (name, english, spanish) => {
  const words = wordsOf(name);
  const said = (at: 0 | 1) => Object.fromEntries([...words].map(([code, both]) => [code, both[at]]));
  expect(said(0)).toEqual(english);
  expect(said(1)).toEqual(spanish);
});
