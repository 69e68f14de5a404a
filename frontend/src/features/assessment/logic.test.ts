import { describe, expect, it } from "vitest";
import {
  choicesOf,
  commandOf,
  isAsked,
  keyOf,
  kept,
  labelsOf,
  missing,
  numbered,
  numberIn,
  runsOf,
} from "./logic";
import { choice, count, part, yesNo } from "./samples";

describe("skip logic", () => {
  const items = [yesNo(1), yesNo(2), yesNo(3, { item: 2, value: 1 }), yesNo(4, { item: 3, value: 1 })];

  it("asks a follow-up only after the answer that leads to it", () => {
    expect(isAsked(items[2]!, items, {})).toBe(false);
    expect(isAsked(items[2]!, items, { 2: 0 })).toBe(false);
    expect(isAsked(items[2]!, items, { 2: 1 })).toBe(true);
  });

  it("drops the answers of questions that are not asked any more, and of those that follow from them", () => {
    expect(kept(items, { 1: 0, 2: 0, 3: 1, 4: 1 })).toEqual({ 1: 0, 2: 0 });
    expect(kept(items, { 2: 1, 3: 0, 4: 1 })).toEqual({ 2: 1, 3: 0 });
  });

  it("keeps an answered follow-up while the question before is open", () => {
    expect(kept(items, { 3: 1 })).toEqual({ 3: 1 });
  });

  it("asks once any scored answer gives points, and not for points of unscored ones", () => {
    const any = [
      yesNo(1),
      { ...yesNo(2), scored: false },
      { ...yesNo(3, {}), scored: false, required: false },
    ];
    expect(isAsked(any[2]!, any, { 1: 0, 2: 1 })).toBe(false);
    expect(isAsked(any[2]!, any, { 1: 1 })).toBe(true);
  });

  it("asks what follows points only after points, and keeps an answer while what leads to it is open", () => {
    const audit = [yesNo(1), yesNo(2, { points_of: [1] }), yesNo(3), yesNo(4, { points_of: [2, 3] })];
    expect(isAsked(audit[1]!, audit, { 1: 0 })).toBe(false);
    expect(isAsked(audit[1]!, audit, { 1: 1 })).toBe(true);
    expect(isAsked(audit[3]!, audit, { 1: 0, 2: 1, 3: 0 })).toBe(false);
    expect(isAsked(audit[3]!, audit, { 1: 1, 2: 0, 3: 1 })).toBe(true);
    expect(isAsked(audit[3]!, audit, { 4: 1 })).toBe(true);
    expect(isAsked(audit[3]!, audit, {})).toBe(false);
  });

  it("misses only required questions that are asked; a refusal is an answer", () => {
    expect(missing(items, { 1: 99 }).map(({ number }) => number)).toEqual([2]);
    expect(missing(items, { 1: 99, 2: 1 }).map(({ number }) => number)).toEqual([3]);
  });
});

describe("labels and parts", () => {
  const items = [
    yesNo(1),
    yesNo(2),
    yesNo(11, { item: 2, value: 1 }),
    yesNo(12, { item: 2, value: 1 }),
    yesNo(3),
  ];

  it("calls follow-ups out of order by the question before them", () => {
    expect([...labelsOf(items).values()]).toEqual(["1", "2", "2a", "2b", "3"]);
    expect([...labelsOf([yesNo(1), yesNo(2, { item: 1, value: 1 })]).values()]).toEqual(["1", "2"]);
  });

  it("groups by part, with follow-ups beside their question", () => {
    const parts = [part("a", [1, 2]), part("b", [3])];
    const runs = runsOf({ items, parts });
    expect(runs.map(({ part: own, items: of }) => [own?.code, of.length])).toEqual([
      ["a", 4],
      ["b", 1],
    ]);
  });

  it("does not group where parts are scattered or are single questions", () => {
    expect(runsOf({ items, parts: [part("a", [1, 3]), part("b", [2])] })).toHaveLength(1);
    expect(runsOf({ items: items.slice(0, 2), parts: [part("a", [1]), part("b", [2])] })).toHaveLength(1);
  });

  it("reads answers by name", () => {
    expect(numbered(items, { q1: 1, 2: 0 })).toEqual({ 1: 1, 2: 0 });
  });
});

describe("keys", () => {
  it("answers by value, by position where values are large, and refuses with r", () => {
    const morse = choice(1, [0, 15, 30]);
    expect(choicesOf(morse).map((option) => keyOf(morse, option))).toEqual(["1", "2", "3"]);
    expect(commandOf(morse, "3", "")).toMatchObject({ answer: 30 });
    expect(commandOf(yesNo(1), "1", "")).toMatchObject({ answer: 1 });
    expect(commandOf(yesNo(1), "R", "")).toMatchObject({ answer: 99 });
    expect(commandOf(yesNo(1), "7", "")).toBeUndefined();
  });

  it("takes ten as two digits", () => {
    const pain = choice(1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(commandOf(pain, "1", "")).toEqual({ answer: 1, typed: "1" });
    expect(commandOf(pain, "0", "1")).toEqual({ answer: 10, typed: "10" });
    expect(commandOf(pain, "5", "1")).toEqual({ answer: 5, typed: "5" });
  });

  it("walks with Enter, up, down and Backspace, and leaves digits to a field", () => {
    expect(commandOf(yesNo(1), "Enter", "")).toEqual({ step: 1 });
    expect(commandOf(yesNo(1), "Enter", "", true)).toEqual({ step: -1 });
    expect(commandOf(yesNo(1), "ArrowDown", "")).toEqual({ step: 1 });
    expect(commandOf(yesNo(1), "Backspace", "")).toEqual({ step: -1 });
    expect(commandOf(count(1, 20, 250), "1", "")).toBeUndefined();
    expect(commandOf(count(1, 20, 250), "Backspace", "")).toBeUndefined();
  });

  it("takes whole numbers of the range, above 100 too", () => {
    expect(numberIn("112", { min: 20, max: 250 })).toBe(112);
    expect(numberIn("11", { min: 20, max: 250 })).toBeUndefined();
    expect(numberIn("11.5", { min: 0, max: 250 })).toBeUndefined();
    expect(numberIn("", { min: 0, max: 250 })).toBeUndefined();
  });
});
