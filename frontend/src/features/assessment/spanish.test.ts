import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { action, band, because, filled, finding, note, part, trigger } from "./spanish";

const folder = "../crates/domain/src/instrument";
const sources = readdirSync(folder)
  .filter((file) => file.endsWith(".rs"))
  .map((file) => readFileSync(`${folder}/${file}`, "utf8"));
const literals = (text: string) =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, literal]) => literal ?? "");
const after = (name: string) =>
  sources.flatMap((source) =>
    [...source.matchAll(new RegExp(`${name}: "([^"]+)"`, "g"))].map(([, text]) => text ?? ""),
  );

it("says every band of the library in Spanish, and those of screens without bands of their own", () => {
  const lists = sources.flatMap((source) => [...source.matchAll(/bands\(\s*\d+,\s*&\[([\s\S]*?)\]/g)]);
  const labels = new Set([
    ...lists.flatMap(([, list]) => literals(list ?? "")),
    "negative",
    "positive",
    "positive - review intake",
  ]);
  expect(labels.size).toBeGreaterThan(25);
  expect(readFileSync(`${folder}/score.rs`, "utf8")).toContain('"positive - review intake"');
  expect([...labels].filter((label) => label !== "normal" && band(label) === label)).toEqual([]);
});

it("says every part of a total in Spanish", () => {
  const tables = [
    /\bpart\(\s*"\w+",\s*"([^"]+)"/g,
    /(?<!\.\.)\bown\("[\w-]+", "([^"]+)"/g,
    /: \(&str, &str\) = \("\w+", "([^"]+)"/g,
  ];
  const titles = sources.flatMap((source) =>
    tables.flatMap((table) => [...source.matchAll(table)].map(([, title]) => title ?? "")),
  );
  expect(titles).toEqual(expect.arrayContaining(["Triage level", "Dementia", "Cancer"]));
  const alike = ["Total", "Diabetes"];
  expect(titles.filter((title) => !alike.includes(title) && part(title) === title)).toEqual([]);
});

it("says what every trigger found and asks for, and what triggered an alert", () => {
  const [found, asked] = [after("finding"), after("action")];
  expect([found.length, asked.length]).toEqual([5, 5]);
  expect(found.filter((text) => finding(text) === text)).toEqual([]);
  expect(asked.filter((text) => action(text) === text)).toEqual([]);
  expect(trigger("Patient Health Questionnaire (PHQ-9): thoughts of death or self-harm reported")).toBe(
    "Patient Health Questionnaire (PHQ-9): refirió pensamientos de muerte o de hacerse daño",
  );
  expect(trigger("Worded: by somebody")).toBe("Worded: by somebody");
  const field = readFileSync("../crates/domain/src/alert/field.rs", "utf8");
  const overdue = literals(field).filter((text) => text.startsWith("A worker "));
  expect(overdue.length).toBe(2);
  expect(overdue.filter((text) => trigger(text) === text)).toEqual([]);
  for (const text of [
    "The sex is other or not known: the threshold of 3 is used.",
    "The age is not given: points for age are left out.",
  ])
    expect(note(text)).not.toBe(text);
});

/** One sentence of each kind, as the record may have it. */
const sentences = [
  "No acute stay in the record since 2025-03-16.",
  "1 emergency visit since 2025-09-16: St. Mary's, Albany, 2026-01-02.",
  "3 acute stays since 2025-03-16, the latest: Harbor General, 2026-02-01.",
  "No discharge from an acute stay in the last 30 days.",
  "Discharged from Harbor General on 2026-03-01; LACE is not asked yet, the record leaves this range.",
  "No confirmed clinical need in the list of needs.",
  "In the list of needs: Insuficiencia renal.",
  "In the list of needs: Asma; Diabetes and 2 more.",
  "Reached at the last try, 2026-03-10.",
  "1 try without an answer, 2026-03-10.",
  "4 tries in a row without an answer, the last 2026-03-10.",
  "Last two-way contact 2026-03-10.",
  "No two-way contact in 60 days; last tried 2026-03-10.",
  "PHQ-9 of 2026-03-01: item 9 not at all.",
  "PHQ-9 of 2026-03-01: item 9 positive, and no C-SSRS since.",
  "No open safety alert.",
  "Safety alert open since 2026-03-10: act at once.",
  "Safety alert open since 2026-03-10: act on the same day.",
  "No deadline of the case is overdue.",
  "Note signed within 2 days, due 2026-03-10.",
  "3 overdue, the oldest: Note signed within 2 days, due 2026-03-10.",
];

/** One sentence of each kind, as the record may fill an answer. */
const fillings = [
  "Stay at Harbor General, 2026-02-01 to 2026-02-04.",
  "Admitted through the emergency department of Harbor General, 2026-02-01.",
  "No admission in the record from 2025-02-01 to 2026-02-01.",
  "1 emergency visit in the record: 2025-12-01.",
  "2 admissions in the record: 2025-10-01, 2025-12-01.",
  "Hemoglobin 11.2 g/dL, 2026-02-03.",
  "Insuficiencia (I50.9) in the list of needs.",
];

/** The sentences of a source of the domain as patterns: whatever stands in braces may be anything. */
function told(file: string): RegExp[] {
  const source = readFileSync(`../crates/domain/src/${file}`, "utf8").replace(/^\s*\/\/.*$/gm, "");
  const telling = literals(source).filter(
    (text) => / /.test(text) && /[a-z]{4}/.test(text.replace(/\{[^}]*\}/g, "")),
  );
  return telling.map((text) => {
    const fixed = text
      .split(/\{[^}]*\}/)
      .map((fixedPart) => fixedPart.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(fixed.join(".+"));
  });
}

it("says in Spanish where every fact of acuity was read", () => {
  const kinds = told("acuity/read.rs");
  expect(kinds.length).toBeGreaterThan(18);
  expect(kinds.filter((kind) => !sentences.some((text) => kind.test(text)))).toEqual([]);
  expect(sentences.filter((text) => because(text) === text)).toEqual([]);
  const english =
    /\b(the|of|in|since|need|needs|last|days|stays?|visits?|record|overdue|due|try|tries|open|act)\b/i;
  expect(sentences.map(because).filter((text) => english.test(text))).toEqual([]);
});

it("says in Spanish where the record shows an answer", () => {
  const kinds = [...told("readmission/mod.rs"), ...told("readmission/condition.rs")];
  expect(kinds.length).toBeGreaterThan(4);
  expect(kinds.filter((kind) => !fillings.some((text) => kind.test(text)))).toEqual([]);
  const english = /\b(the|of|in|from|record|stay|admissions?|visits?|through|list|needs)\b/i;
  expect(fillings.map(filled).filter((text) => english.test(text))).toEqual([]);
  expect(filled("Said by somebody")).toBe("Said by somebody");
});

it("says results one after the other, each with its band or its range", () => {
  expect(because("PHQ-9 of 2026-03-01: 13, moderate.")).toBe("PHQ-9 del 2026-03-01: 13, moderado.");
  expect(
    because("LACE index of 2026-03-01: 9 to 12, moderate or high. HOSPITAL score of 2026-03-02: 5."),
  ).toBe("LACE index del 2026-03-01: 9 a 12, moderado o alto. HOSPITAL score del 2026-03-02: 5.");
  expect(because("Something else.")).toBe("Something else.");
});
