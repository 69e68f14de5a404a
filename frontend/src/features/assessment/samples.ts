import type { Item, Part } from "./logic";

/** Questions for tests. */
const base = (number: number) => ({
  number,
  name: `q${number}`,
  text: `Question ${number}`,
  scored: true,
  required: true,
});

export const choice = (number: number, values: number[]): Item => ({
  ...base(number),
  options: values.map((value) => ({ value, points: value, label: `Answer ${value}`, refused: false })),
});

export const yesNo = (number: number, askIf?: Partial<NonNullable<Item["ask_if"]>>): Item => {
  const { options, ...item } = choice(number, [0, 1]);
  const refusal = { value: 99, points: 0, label: "Chooses not to answer", refused: true };
  return { ...item, options: [...options, refusal], ...(askIf && { ask_if: { points_of: [], ...askIf } }) };
};

export const count = (number: number, min: number, max: number): Item => ({
  ...base(number),
  options: [],
  range: { min, max, unit: "g/L" },
});

export const part = (code: string, items: number[]): Part => ({ code, title: code, items });
