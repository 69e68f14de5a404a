import type { TFunction } from "i18next";
import type { PlainWords } from "@/api/types";

/** The languages in which plain words are written. */
export const plainLanguages = ["en", "es"] as const;

/** The plain words of a line that there are, each with its language and label. */
export const plainWords = (plain: PlainWords | undefined, label: TFunction) =>
  plainLanguages.flatMap((language) => {
    const words = plain?.[language];
    return words ? [{ language, name: label(`plan.plain.${language}`), words }] : [];
  });
