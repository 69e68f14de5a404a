import { useTranslation } from "react-i18next";
import type { MeasureView } from "@/api/types";

/** The title of a measure in the reader's language; the server's where this app knows the measure by no other name. */
export function useMeasureTitle(): (measure: Pick<MeasureView, "code" | "title">) => string {
  const { t, i18n } = useTranslation();
  return ({ code, title }) => {
    const key = `measures.titles.${code}`;
    return i18n.exists(key) ? String(t(key as "measures.titles.note-48h")) : title;
  };
}
