import { preferences } from "./preferences";

/** The name of a language from its tag ("es" is Spanish), in the reader's language; the tag itself when it is unknown. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(preferences.get().language, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
