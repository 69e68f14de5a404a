import i18next, { type TFunction } from "i18next";
import { useEffect, useState } from "react";
import { loadLanguage } from "@/i18n";
import type { Language } from "@/lib/preferences";

/** Texts in the language of a sheet, whatever the language of the screen; none while they are loaded. */
export function useLabels(language: Language | undefined): TFunction | undefined {
  const [loaded, setLoaded] = useState<Language>();
  useEffect(() => {
    let gone = false;
    if (language) void loadLanguage(language).then(() => !gone && setLoaded(language));
    return () => {
      gone = true;
    };
  }, [language]);
  return language && loaded === language ? i18next.getFixedT(language) : undefined;
}

/** The language of the document while the sheet stands on the screen: the browser writes it into the PDF. */
export function useDocumentLanguage(language: Language | undefined) {
  useEffect(() => {
    if (!language) return undefined;
    const before = document.documentElement.lang;
    document.documentElement.lang = language;
    return () => {
      document.documentElement.lang = before;
    };
  }, [language]);
}

/** The language of a line: none of its own, or that of the record, which is English. */
export const langOf = (inLanguage: boolean): Language | undefined => (inLanguage ? undefined : "en");

const locales: Record<Language, string> = { en: "en-US", es: "es-US" };

/** A date, which has no zone, or the date of a moment in a zone, in the language of a sheet. */
export function dateIn(language: Language, at: string, zone = "UTC"): string {
  const day = at.length === 10;
  const format = new Intl.DateTimeFormat(locales[language], {
    dateStyle: "long",
    timeZone: day ? "UTC" : zone,
  });
  return format.format(new Date(day ? `${at}T00:00:00Z` : at));
}
