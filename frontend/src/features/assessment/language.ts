import type { Schemas } from "@/api/types";

/** A language that texts of instruments are there in. */
export type TextLanguage = Schemas["ReadingLanguage"];

export const textLanguages = ["en", "es"] as const satisfies TextLanguage[];

/** The language of a BCP 47 tag (`es-MX` is Spanish), when texts may be there in it. */
export function languageOf(tag: string): TextLanguage | undefined {
  const primary = tag.split("-")[0]?.toLowerCase();
  return textLanguages.find((language) => language === primary);
}
