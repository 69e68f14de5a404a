import type { Schemas } from "@/api/types";

/** A language that texts of instruments are there in. */
export type TextLanguage = Schemas["ReadingLanguage"];

export const textLanguages = ["en", "es"] as const satisfies TextLanguage[];

/** What a worker fills from the record or judges at the bedside: nobody is asked. The library of the domain says the same. */
const filledByWorkers = new Set(["lace", "hospital", "charlson", "morse"]);

/** The language of a BCP 47 tag (`es-MX` is Spanish), when texts may be there in it. */
export function languageOf(tag: string): TextLanguage | undefined {
  const primary = tag.split("-")[0]?.toLowerCase();
  return textLanguages.find((language) => language === primary);
}

/**
 * The language in which an instrument is wanted: the person's where it is put to them and texts may be there in it, else the
 * reader's.
 */
export function wantedIn(instrument: string, person: string, reader: string): TextLanguage {
  const own = filledByWorkers.has(instrument) ? undefined : languageOf(person);
  return own ?? languageOf(reader) ?? "en";
}
