import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@/lib/preferences";
import { en, type Strings } from "./en";

const load: Record<Language, () => Promise<Strings>> = {
  en: () => Promise.resolve(en),
  es: async () => (await import("./es")).es,
};

/** Starts the translations, or changes the language; texts of another language are loaded when they are needed. */
export async function startLanguage(language: Language): Promise<void> {
  const strings = await load[language]();
  if (i18next.isInitialized) {
    i18next.addResourceBundle(language, "translation", strings, true, true);
    await i18next.changeLanguage(language);
  } else {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: "en",
      resources: { en: { translation: en }, [language]: { translation: strings } },
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  }
  if (typeof document !== "undefined") document.documentElement.lang = language;
}
