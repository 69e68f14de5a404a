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
