import { useTranslation } from "react-i18next";

/** A code of the API in words: translated where the app knows it, else the code without its underscores. */
export function useWords(): (code: string | null | undefined) => string {
  const { t, i18n } = useTranslation();
  return (code) => {
    if (!code) return t("state.unknown");
    const key = `code.${code}`;
    if (i18n.exists(key)) return String(t(key as "code.active"));
    const text = code.replaceAll(/[_-]/g, " ");
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
}
