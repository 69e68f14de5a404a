import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sentence, title } from "./spanish";

/** Every title of the catalogue, as its source has it. */
function published(): string[] {
  const folder = "../crates/domain/src/rulebook/catalogue";
  const sources = readdirSync(folder).filter((file) => file.endsWith(".rs") && file !== "tests.rs");
  return sources.flatMap((file) => {
    const source = readFileSync(`${folder}/${file}`, "utf8");
    return [...source.matchAll(/Published::new\(\s*(?:"[^"]+"|\w+),\s*"([^"]+)"/g)].map(
      ([, text]) => text ?? "",
    );
  });
}

it("says every title of the catalogue in Spanish, with its amount", () => {
  const all = published();
  expect(all.length).toBeGreaterThan(90);
  expect(all.filter((text) => title(text) === text)).toEqual([]);
  expect(all.filter((text) => title(text).includes("{w}"))).toEqual([]);
  expect(title("Evaluated within 45 school days of parental consent")).toBe(
    "Evaluación en 45 días escolares tras el consentimiento de la familia",
  );
  expect(title("Hand-off answered within 1 business day")).toBe("Traspaso respondido en 1 día hábil");
});

it("says the amount that an organization changed", () => {
  expect(title("Motion served at least 21 days before the hearing")).toBe(
    "Petición notificada al menos 21 días antes de la audiencia",
  );
  expect(title("Assessment updated every 15 days (now within 10 days)")).toBe(
    "Evaluación actualizada cada 15 días (ahora en 10 días)",
  );
  expect(title("First HOPE update visit on days 6 to 15 (now within days 6 to 14)")).toBe(
    "Primera visita de actualización HOPE en los días 6 a 15 (ahora en los días 6 a 14)",
  );
  expect(
    title("First HOPE update visit on days 6 to 15 (now within days 6 to 14, day 0 being the day it starts)"),
  ).toBe(
    "Primera visita de actualización HOPE en los días 6 a 15 (ahora en los días 6 a 14, siendo el día 0 aquel en que empieza)",
  );
  expect(title("Our own rule (now within 3 days)")).toBe("Our own rule (now within 3 days)");
});

it("says what an organization has a clock start with", () => {
  expect(title("Approved care plan within 20 days of the start of the comprehensive assessment")).toBe(
    "Plan de atención aprobado en 20 días tras el inicio de la evaluación integral",
  );
});

it("leaves what an organization worded itself", () => {
  expect(title("Our own rule")).toBe("Our own rule");
});

/** Every kind of sentence that the server writes; a test of the domain keeps the file. */
it("says every sentence of an explanation in Spanish", () => {
  const file = "../crates/domain/src/deadline/tests/sentences.txt";
  const all = readFileSync(file, "utf8").trim().split("\n");
  expect(all.length).toBeGreaterThan(25);
  expect(all.filter((text) => sentence(text) === text)).toEqual([]);
  const english = /\b(the|of|was|days?|hours?|is|and|by|before|after|due|ended|person|stay)\b/i;
  expect(all.map(sentence).filter((text) => english.test(text))).toEqual([]);
});
