import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { en } from "./en";
import { es } from "./es";

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, path = ""): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  );
}

const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

it("Spanish has every text, with the same placeholders", () => {
  const spanish = new Map(flatten(es as Texts));
  for (const [key, text] of flatten(en as unknown as Texts)) {
    expect(spanish.get(key), key).toBeTruthy();
    expect(places(spanish.get(key) ?? ""), key).toEqual(places(text));
  }
});

/** Where the tests of a source begin. */
const tests = /#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*mod \w+ \{/;

/** The codes with which the server refuses, as its sources have them; those of constraints stand in one catalogue. */
function refusalCodes(): Set<string> {
  const sources = ["domain", "persistence", "api"].flatMap((crate) => {
    const folder = `../crates/${crate}/src`;
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith(".rs") && !/(^|\/|_)tests?(\/|\.rs$|_)|(^|\/)demo\//.test(file))
      .map((file) => readFileSync(`${folder}/${file}`, "utf8").split(tests)[0] ?? "");
  });
  const catalogue = ["a_to_l", "m_to_z"]
    .map((part) => readFileSync(`../crates/persistence/src/constraint/${part}.rs`, "utf8"))
    .join("");
  const found = [
    ...sources.flatMap((source) => [...source.matchAll(/Rule::(?:at|new)\(\s*"([a-z_0-9]+)"\s*,/g)]),
    ...catalogue.matchAll(/\(\s*"[a-z_0-9]+",\s*"([a-z_0-9]+)",\s*(?:None|Some\()/g),
  ];
  return new Set(found.map(([, code]) => code ?? ""));
}

it("Spanish says every refusal of the server", () => {
  const codes = refusalCodes();
  expect(codes.size).toBeGreaterThan(250);
  const { by_code } = es.problem;
  const said = new Set([by_code, es.plan_says.refused, es.refusal].flatMap(Object.keys));
  expect([...codes].filter((code) => !said.has(code)).sort()).toEqual([]);
  expect(Object.keys(es.refusal).filter((code) => !codes.has(code))).toEqual([]);
});
