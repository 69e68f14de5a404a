import { expect, it } from "vitest";
import { texts } from "./texts";

type Texts = { [key: string]: string | Texts };

const flat = (own: Texts): string[] =>
  Object.values(own).flatMap((text) => (typeof text === "string" ? [text] : flat(text)));
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

it("both languages say the same things of the same names", () => {
  expect(flat(texts.es).map(places)).toEqual(flat(texts.en).map(places));
});
