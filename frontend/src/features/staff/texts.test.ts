import { expect, it } from "vitest";
import { fill } from "@/lib/texts";
import { texts } from "./texts";

it("names stand in the text wherever it says so", () => {
  expect(fill("{{name}} is no longer in {{team}}: {{name}}", { name: "Ada", team: "North" })).toBe(
    "Ada is no longer in North: Ada",
  );
});

it("both languages name the same things", () => {
  const places = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
  for (const key of Object.keys(texts.en) as (keyof typeof texts.en)[]) {
    expect([key, new Set(places(texts.es[key]))]).toEqual([key, new Set(places(texts.en[key]))]);
  }
});
