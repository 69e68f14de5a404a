import type { InstrumentView } from "@/api/types";

export type Item = InstrumentView["items"][number];
export type Option = Item["options"][number];
export type Part = InstrumentView["parts"][number];
/** Answers by item number. */
export type Answers = Record<string, number>;

/** The answers by item number; the API also takes and stores them by name. */
export function numbered(items: Item[], answers: Answers): Answers {
  const numbers = new Map(items.map(({ name, number }) => [name, String(number)]));
  return Object.fromEntries(Object.entries(answers).map(([key, value]) => [numbers.get(key) ?? key, value]));
}

/** The definition names no points for numbers: any above none may give some. */
const givesPoints = (item: Item, value: number) =>
  (item.range ? value : (item.options.find((option) => option.value === value)?.points ?? 0)) > 0;

function anyPoints(items: Item[], answers: Answers): boolean {
  return items.some((item) => {
    const value = answers[item.number];
    return item.scored && value !== undefined && givesPoints(item, value);
  });
}

/**
 * Whether the answers so far lead to a question. A follow-up that is answered while the question that leads to it is
 * open stays: the server takes it as the answer to both.
 */
export function isAsked(item: Item, items: Item[], answers: Answers): boolean {
  const rule = item.ask_if;
  if (!rule) return true;
  if (rule.points_of.length > 0) return afterPoints(item, rule.points_of, items, answers);
  if (rule.item == null) return anyPoints(items, answers);
  const parent = items.find(({ number }) => number === rule.item);
  if (parent && !isAsked(parent, items, answers)) return false;
  const given = answers[rule.item];
  return given === undefined ? answers[item.number] !== undefined : given === rule.value;
}

/** Whether one of the questions that lead to it gave points; while they are open, what is answered stays. */
function afterPoints(item: Item, numbers: number[], items: Item[], answers: Answers): boolean {
  const leading = items.filter((one) => numbers.includes(one.number) && isAsked(one, items, answers));
  if (anyPoints(leading, answers)) return true;
  const open = leading.some(({ number }) => answers[number] === undefined);
  return open && answers[item.number] !== undefined;
}

/** The questions that the answers so far lead to. */
export const asked = (items: Item[], answers: Answers) =>
  items.filter((item) => isAsked(item, items, answers));

/** The answers without those to questions that are not asked any more. */
export function kept(items: Item[], answers: Answers): Answers {
  const numbers = new Set(asked(items, answers).map(({ number }) => String(number)));
  return Object.fromEntries(Object.entries(answers).filter(([number]) => numbers.has(number)));
}

/** Questions that must be answered and are not. */
export const missing = (items: Item[], answers: Answers) =>
  asked(items, answers).filter(({ required, number }) => required && answers[number] === undefined);

/**
 * What a question is called. It is its number, except for follow-ups whose number is out of order because the form prints
 * them without one: they take the number of the question before with a letter.
 */
export function labelsOf(items: Item[]): Map<number, string> {
  const followers = new Map<number, number>();
  return new Map(
    items.map(({ number, ask_if }, index) => {
      const parent = ask_if?.item;
      const outOfOrder = items.slice(index).some((later) => later.number < number);
      if (parent == null || !outOfOrder) return [number, String(number)];
      const place = followers.get(parent) ?? 0;
      followers.set(parent, place + 1);
      return [number, `${parent}${String.fromCharCode(97 + place)}`];
    }),
  );
}

export interface Run {
  /** The part of the total that these questions make; none where parts do not structure the questions. */
  part: Part | undefined;
  items: Item[];
}

/** The questions by part, where each part is one run of them and some part has more than one; else one run. */
export function runsOf({ items, parts }: Pick<InstrumentView, "items" | "parts">): Run[] {
  const runs: Run[] = [];
  for (const item of items) {
    const own = parts.find((part) => part.items.includes(item.number));
    const last = runs.at(-1);
    if (last && (own === undefined || last.part === own)) last.items.push(item);
    else runs.push({ part: own, items: [item] });
  }
  const structured = parts.length > 1 && runs.length === parts.length && items.length >= 2 * runs.length;
  return structured ? runs : [{ part: undefined, items }];
}

/** The option that stands for not answering, where there is one. */
export const refusalOf = (item: Item): Option | undefined => item.options.find(({ refused }) => refused);

/** The answers to choose from, without the refusal. */
export const choicesOf = (item: Item): Option[] => item.options.filter(({ refused }) => !refused);

/** The key that gives an answer: its value, or its position where values are no small numbers. */
export function keyOf(item: Item, option: Option): string {
  if (option.refused) return "r";
  const choices = choicesOf(item);
  const byValue = choices.every(({ value }) => value <= 10);
  return String(byValue ? option.value : choices.indexOf(option) + 1);
}

/** What a key asks for: an answer, a step, or nothing. */
export type Command = { answer: number; typed: string } | { step: 1 | -1 } | undefined;

/**
 * What a pressed key asks for in a question. Up and down walk the questions; left and right stay with the answers, as
 * radio buttons have it. `typed` are digits pressed just before, for answers of two digits.
 */
export function commandOf(item: Item, key: string, typed: string, shift = false): Command {
  if (key === "ArrowDown" || (key === "Enter" && !shift)) return { step: 1 };
  if (key === "ArrowUp" || key === "Enter" || (key === "Backspace" && !item.range)) return { step: -1 };
  if (item.range) return undefined;
  const find = (wanted: string) => item.options.find((option) => keyOf(item, option) === wanted);
  const pressed = key.toLowerCase();
  const [text, option] = find(typed + pressed)
    ? [typed + pressed, find(typed + pressed)]
    : [pressed, find(pressed)];
  return option && { answer: option.value, typed: text };
}

/** A whole number within the range, or none. */
export function numberIn(text: string, { min, max }: { min: number; max: number }): number | undefined {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
