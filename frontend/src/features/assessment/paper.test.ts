import { expect, test } from "vitest";
import type { InstrumentView } from "@/api/types";
import { langOf, onPaper } from "./paper";
import { choice } from "./samples";

const words = {
  question: (number: number) => `Question ${number} on paper`,
  points: (count: number) => `${count} points`,
  answer: (value: number, count: number) => `Answer ${value}: ${count} points`,
};
const listed = choice(1, [1, 2]);
const unworded = {
  worded: false,
  language: "en",
  items: [
    { ...listed, options: listed.options.map((one) => ({ ...one, points: one.value - 1 })) },
    choice(2, [0, 25]),
  ],
} as unknown as InstrumentView;

test("without words a question shows as its number and an answer as its points", () => {
  const { items } = onPaper(unworded, words);
  expect(items.map(({ text }) => text)).toEqual(["Question 1 on paper", "Question 2 on paper"]);
  expect(items[0]?.options.map(({ label }) => label)).toEqual(["Answer 1: 0 points", "Answer 2: 1 points"]);
  expect(items[1]?.options.map(({ label }) => label)).toEqual(["0 points", "25 points"]);
  expect(langOf(unworded)).toBeUndefined();
});

test("an instrument that has its words stays as it is", () => {
  const worded = { ...unworded, worded: true, language: "es" } as InstrumentView;
  expect(onPaper(worded, words)).toBe(worded);
  expect(langOf(worded)).toBe("es");
});
