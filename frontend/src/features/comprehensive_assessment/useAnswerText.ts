import { useTranslation } from "react-i18next";
import type { Language } from "@/lib/preferences";
import type { Answer, FormQuestion } from "./logic";

/** An answer in words, in the language in which it was asked. */
export function useAnswerText() {
  const { t } = useTranslation();
  return ({ choices }: FormQuestion, { codes, number, text, absent }: Answer, language: Language): string => {
    if (absent) return t(`comprehensive.absent.${absent}`);
    if (number !== undefined) return String(number);
    if (text !== undefined) return text;
    const chosen = choices.filter(({ code }) => codes?.includes(code));
    return chosen.map(({ label }) => label[language]).join("; ") || t("comprehensive.not_answered");
  };
}
