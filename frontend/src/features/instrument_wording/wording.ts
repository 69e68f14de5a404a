import type { InstrumentView, Schemas } from "@/api/types";
import type { ApiError } from "@/api/problem";

export type Wording = Schemas["InstrumentWordingView"];
export type Texts = Schemas["WordingTexts"];

/** A version of an instrument that is shipped without words, and what the organization added to it, the newest first. */
export interface Skeleton {
  instrument: InstrumentView;
  version: string;
  wordings: Wording[];
}

/** What a skeleton is called: with its version where the instrument has several. */
export const nameOf = ({ instrument, version }: Skeleton) =>
  instrument.versions.length > 1 ? `${instrument.title}, ${version}` : instrument.title;

/** One entry for each version of each instrument without words. */
export function skeletonsOf(instruments: InstrumentView[], wordings: Wording[]): Skeleton[] {
  return instruments
    .filter(({ licence }) => licence === "skeleton")
    .flatMap((instrument) =>
      instrument.versions.map((version) => ({
        instrument,
        version,
        wordings: wordings.filter(
          (one) => one.instrument === instrument.code && one.instrument_version === version,
        ),
      })),
    );
}

const languages = ["en", "es"] as const;

/** The texts in a file: `{"en": …, "es": …}`, by itself or as the member `texts`. None where it is something else. */
export function textsIn(file: string): Texts | undefined {
  let read: unknown;
  try {
    read = JSON.parse(file);
  } catch {
    return undefined;
  }
  const inner = isRecord(read) && isRecord(read["texts"]) ? read["texts"] : read;
  if (!isRecord(inner)) return undefined;
  const known = Object.keys(inner);
  if (known.length === 0 || !known.every((key) => languages.some((language) => language === key)))
    return undefined;
  return inner as Texts;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A file to fill in: every question and answer of the instrument with an empty text, in a language. */
export function formOf({ items }: InstrumentView, language: "en" | "es"): string {
  const item = ({ number, options }: InstrumentView["items"][number]): [string, object] => [
    String(number),
    {
      text: "",
      options: Object.fromEntries(
        options.filter(({ refused }) => !refused).map(({ value }) => [String(value), ""]),
      ),
    },
  ];
  const texts = { [language]: { items: Object.fromEntries(items.map(item)) } };
  return `${JSON.stringify({ texts }, undefined, 2)}\n`;
}

/** A fault of the texts, with the place it is at. */
export interface Fault {
  language?: "en" | "es";
  item?: string;
  answer?: string;
  detail: string;
}

/** Where the faults of the texts are, from the pointers of a refusal: `/texts/es/items/3/options/1`. */
export function faultsOf(error: ApiError | null): Fault[] {
  return (error?.problem.errors ?? [])
    .filter(({ pointer }) => pointer.startsWith("/texts"))
    .map(({ pointer, detail }) => {
      const [, , language, member, item, option, answer] = pointer.split("/");
      const known = languages.find((one) => one === language);
      return {
        detail,
        ...(known && { language: known }),
        ...(member === "items" &&
          item !== undefined && { item: item.replaceAll("~1", "/").replaceAll("~0", "~") }),
        ...(option === "options" && answer !== undefined && { answer }),
      };
    });
}
