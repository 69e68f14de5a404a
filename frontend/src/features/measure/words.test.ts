import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { en } from "@/i18n/en";
import { words } from "./words_es";

/** The codes of the catalogue, as its sources have them. */
function codes(): string[] {
  const folder = "../crates/domain/src/measure/catalogue";
  const sources = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, "utf8"));
  const found = sources.flatMap((source) => [...source.matchAll(/\bcode: "([a-z0-9-]+)"/g)]);
  return found.map(([, code]) => code ?? "").sort();
}

it("every measure of the catalogue has a title, and its words in Spanish", () => {
  const all = codes();
  expect(all.length).toBeGreaterThan(40);
  expect(Object.keys(words).sort()).toEqual(all);
  expect(Object.keys(en.measures.titles).sort()).toEqual(all);
  for (const [code, { numerator, denominator }] of Object.entries(words)) {
    expect(
      [numerator, denominator].every((text) => text.endsWith(".")),
      code,
    ).toBe(true);
  }
});
