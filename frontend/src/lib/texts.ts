import { useTranslation } from "react-i18next";
import type { Language } from "@/lib/preferences";

/**
 * Texts that come with the part of the app that shows them, and not with the first load. English is the type of the other
 * languages, so none of them lacks one.
 */
export function useTexts<T>(texts: Readonly<Record<Language, T>>): T {
  const { i18n } = useTranslation();
  return i18n.language === "es" ? texts.es : texts.en;
}

/** A text with names in the places of `{{name}}`. */
export const fill = (text: string, names: Record<string, string>) =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => names[name] ?? "");
