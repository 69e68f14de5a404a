import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { detail, title } from "./spanish";

const folder = "../crates/domain/src";

/** Everything in the domain that opens tasks, without its tests and comments. */
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".rs") && !file.includes("test"))
  .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
  .map((source) => (source.split("#[cfg(test)]")[0] ?? "").replace(/^\s*\/\/.*$/gm, ""))
  .filter((source) => /TaskKind::/.test(source) && /\brank_at(: |,)/.test(source));

/** Texts that begin like a title and don't end like a sentence. */
const texts = sources
  .flatMap((source) => [...source.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text ?? ""))
  .filter((text) => /^[A-Z]\w* .*[^.]$/.test(text.trimEnd()));

/** These are parts of details. */
const parts = ["The payer denied it", "The payer approved a part of it"];

/** What stands in the braces of a title, from the code that fills them. */
function filling(file: string, before: string): string[] {
  const source = readFileSync(`${folder}/${file}`, "utf8");
  const block = source.slice(source.indexOf(before)).split(/^ {4}\}$/m)[0] ?? "";
  return [...block.matchAll(/=> "([^"]+)"/g)].map(([, text]) => text ?? "");
}

const kinds = [
  ...(
    readFileSync(`${folder}/appointment/mod.rs`, "utf8")
      .split("pub enum AppointmentKind {")[1]
      ?.split("}")[0] ?? ""
  ).matchAll(/= "(\w+)"/g),
].map(([, code]) => (code ?? "").replaceAll("_", " "));

it("says every title of a task that the server opens in Spanish", () => {
  const titles = texts.filter((text) => !text.includes("{") && !parts.includes(text));
  expect(titles.length).toBeGreaterThan(20);
  expect(titles.filter((text) => title(text) === text)).toEqual([]);
  expect(texts.filter((text) => text.includes("{")).sort()).toEqual([
    "Look at a reading: {what} {why}",
    "Reach the person after the missed {}",
  ]);
});

it("says what a reading shows and which appointment was missed", () => {
  const said = filling("reading/mod.rs", "fn task_title");
  const whys = said.filter((text) => /^(rose|is) /.test(text));
  const whats = said.filter((text) => !whys.includes(text));
  expect([whats.length, whys.length, kinds.length]).toEqual([7, 4, 10]);
  const readings = whats.flatMap((what) => whys.map((why) => `Look at a reading: ${what} ${why}`));
  const missed = kinds.map((kind) => `Reach the person after the missed ${kind}`);
  expect([...readings, ...missed].filter((text) => title(text) === text)).toEqual([]);
  expect(title("Look at a reading: blood pressure is above the range")).toBe(
    "Mirar una medición: la presión arterial está por encima de los límites",
  );
});

it("says what a trigger asks for", () => {
  expect(title("Make a symptom follow-up visit within 2 calendar days")).toBe(
    "Haga una visita de seguimiento de síntomas en 2 días calendario",
  );
  expect(detail("HOPE symptom impact: moderate or severe impact of a symptom.", "follow_up")).toBe(
    "HOPE symptom impact: impacto moderado o grave de un síntoma.",
  );
});

it("says more about the tasks that the server opens", () => {
  const about = [
    "Adopt what the model proposes, or override it with a reason.",
    "Adopt what the model proposes, or override it again with a reason.",
    ...parts.map((how) => `${how}. The last day to file an appeal is 2026-05-01 (T-8).`),
    "The appointment on 2026-03-02 10:00 EST is cancelled. The ride is with Blue Van.",
    "The appointment on 2026-03-02 10:00 EST is now on 2026-03-03 10:00 EST. The ride is with Blue Van.",
    "Write the request that continues it, or say there that no review is needed.",
    "What was approved ends on 2026-05-08. Write the request that continues it, or say there that no review is needed.",
    "Was ill.\nTell the physician who ordered the visit, and note it.",
  ];
  const english = /\b(the|of|with|is|it|or|day|visit)\b/i;
  expect(about.map((text) => detail(text, "general")).filter((text) => english.test(text))).toEqual([]);
  expect(detail("To Harbor Home.", "referral")).toBe("Para Harbor Home.");
});

it("leaves what somebody typed", () => {
  expect(title("Call the pharmacy about the refill")).toBe("Call the pharmacy about the refill");
  expect(title("Look at a reading: again")).toBe("Look at a reading: again");
  expect(detail("To be done by noon.", "general")).toBe("To be done by noon.");
});
