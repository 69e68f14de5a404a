import { expect, test } from "vitest";
import { ApiError } from "@/api/problem";
import type { InstrumentView } from "@/api/types";
import { yesNo } from "@/features/assessment/samples";
import { faultsOf, formOf, nameOf, skeletonsOf, textsIn, type Wording } from "./wording";

const instrument = (code: string, licence: string, versions: string[]) =>
  ({ code, title: code, licence, versions, items: [yesNo(1), yesNo(2)] }) as unknown as InstrumentView;

test("each version of each instrument without words stands by itself with what was added to it", () => {
  const wordings = ["51", "45", "45"].map(
    (version, id) => ({ id, instrument: "morse", instrument_version: version }) as unknown as Wording,
  );
  const found = skeletonsOf(
    [instrument("phq-9", "shipped", ["1"]), instrument("morse", "skeleton", ["45", "51"])],
    wordings,
  );
  expect(found.map(({ version, wordings: own }) => [version, own.map(({ id }) => id)])).toEqual([
    ["45", [1, 2]],
    ["51", [0]],
  ]);
  expect(found.map(nameOf)).toEqual(["morse, 45", "morse, 51"]);
});

test("texts are read from a file by themselves or as a member, and nothing else is taken for texts", () => {
  const texts = { en: { items: {} } };
  expect(textsIn(JSON.stringify(texts))).toEqual(texts);
  expect(textsIn(JSON.stringify({ texts }))).toEqual(texts);
  expect(["", "{", "[]", "{}", "7", '{"fr":{}}', '{"texts":[]}'].map(textsIn)).toEqual(
    Array(7).fill(undefined),
  );
});

test("the form to fill in has every question and answer, a refusal aside, and is read back", () => {
  expect(textsIn(formOf(instrument("morse", "skeleton", ["45"]), "es"))).toEqual({
    es: {
      items: { 1: { text: "", options: { 0: "", 1: "" } }, 2: { text: "", options: { 0: "", 1: "" } } },
    },
  });
});

test("a fault says language, question and answer", () => {
  const errors = [
    { pointer: "/texts/es/items/3/options/1", detail: "No text." },
    { pointer: "/texts/en/items/a~1b", detail: "No such item." },
    { pointer: "/texts/en/title", detail: "Too long." },
    { pointer: "/texts", detail: "None." },
    { pointer: "/licensor", detail: "Empty." },
  ];
  const error = new ApiError({
    type: "",
    title: "",
    status: 409,
    detail: "",
    code: "wording_invalid",
    errors,
  });
  expect(faultsOf(error)).toEqual([
    { language: "es", item: "3", answer: "1", detail: "No text." },
    { language: "en", item: "a/b", detail: "No such item." },
    { language: "en", detail: "Too long." },
    { detail: "None." },
  ]);
  expect(faultsOf(null)).toEqual([]);
});
