import { useTranslation } from "react-i18next";

/** The day of the stay against the days that were to be expected. */
export function useLength() {
  const { t } = useTranslation();
  return ({ day, expected_days }: { day: number; expected_days?: number | null | undefined }) => {
    if (expected_days == null) return t("transition.day", { day });
    const text = t("transition.day_of", { day, expected: expected_days });
    return day > expected_days ? `${text}, ${t("transition.beyond")}` : text;
  };
}
