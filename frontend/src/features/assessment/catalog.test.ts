import { expect, it } from "vitest";
import type { InstrumentView } from "@/api/types";
import { shelved, type Entry } from "./catalog";

const entry = (code: string, title: string, purpose: string): Entry => ({
  instrument: { code, title } as InstrumentView,
  purpose,
});
const entries = [
  entry("phq-9", "Patient Health Questionnaire (PHQ-9)", "How severe depression is"),
  entry("c-ssrs", "Columbia (C-SSRS)", "Risk of suicide, depression or not"),
  entry("lace", "LACE index", "Risk of readmission"),
  entry("made-here", "Our own list", ""),
];
const codes = (search: string) =>
  shelved(entries, search, (topic) => (topic === "mood" ? "Depresión, suicide risk" : topic)).map(
    ({ topic, entries: of }) => [topic, ...of.map(({ instrument }) => instrument.code)],
  );

it("puts instruments on the shelf of their topic, and unknown ones on the last", () => {
  expect(codes("")).toEqual([
    ["mood", "phq-9", "c-ssrs"],
    ["readmission", "lace"],
    ["other", "made-here"],
  ]);
});

it("finds by name, purpose or topic, whatever the accents and the order of words", () => {
  expect(codes("severe phq")).toEqual([["mood", "phq-9"]]);
  expect(codes("depresion")).toEqual([["mood", "phq-9", "c-ssrs"]]);
  expect(codes("risk suicide")).toEqual([["mood", "c-ssrs", "phq-9"]]);
  expect(codes("readmission risk")).toEqual([["readmission", "lace"]]);
  expect(codes("nothing")).toEqual([]);
});
