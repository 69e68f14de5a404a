import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { why } from "./spanish";

it("says in Spanish why the model counts what it counts", () => {
  const source = readFileSync("../crates/domain/src/acuity/model.rs", "utf8");
  const whys = [...source.matchAll(/\bwhy: "([^"]+)"/g)].map(([, text]) => text ?? "");
  expect(whys.length).toBeGreaterThan(20);
  expect(whys.filter((text) => why(text) === text)).toEqual([]);
  expect(why("Said by somebody")).toBe("Said by somebody");
});
