import { useTranslation } from "react-i18next";
import type { Label } from "./consent";

/** Labels in words, as a list. */
export function useLabels(): (labels: readonly Label[]) => string {
  const { t } = useTranslation();
  return (labels) => labels.map((label) => t(`consent.label.${label}`)).join(", ");
}
