import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@/lib/preferences";
import type { Strings } from "./en";

const load: Record<Language, () => Promise<Strings>> = {
  en: async () => (await import("./en")).en,
  es: async () => (await import("./es")).es,
};

/** Has the texts of a language at hand, beside the one of the screen. */
export async function loadLanguage(language: Language): Promise<void> {
  i18next.addResourceBundle(language, "translation", await load[language](), true, true);
}

/** Starts the translations, or changes the language. Texts are loaded one language at a time; each has all of them. */
export async function startLanguage(language: Language): Promise<void> {
  if (i18next.isInitialized) {
    await loadLanguage(language);
    await i18next.changeLanguage(language);
  } else {
    const strings = await load[language]();
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      resources: { [language]: { translation: strings } },
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  }
  if (typeof document !== "undefined") document.documentElement.lang = language;
}
