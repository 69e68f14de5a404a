import i18next from "i18next";
import { preferences } from "./preferences";

/** Languages that are often chosen; any other is kept where it is known. */
export const languages = [
  "en",
  "es",
  "so",
  "hmn",
  "vi",
  "ar",
  "zh",
  "ru",
  "fr",
  "pt",
  "ht",
  "tl",
  "ko",
  "am",
  "sw",
  "uk",
  "fa",
  "my",
];

/** The name of a language from its tag ("es" is Spanish), in the reader's language; the tag itself when it is unknown. */
export function languageName(tag: string): string {
  // What other systems send when they do not know; browsers call it "root".
  if (tag === "und") return i18next.t("person.language_unknown");
  try {
    return new Intl.DisplayNames(preferences.get().language, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
