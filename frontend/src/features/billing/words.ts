import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { todayIn, ownZone } from "@/lib/dates";

/** Seconds as minutes and seconds: nothing is rounded. */
export function useMinutes() {
  const { t } = useTranslation();
  return (seconds: number) => {
    const count = Math.floor(seconds / 60);
    const rest = seconds % 60;
    return rest === 0
      ? t("billing.minutes", { count })
      : t("billing.minutes_seconds", { count, seconds: rest });
  };
}

/** What a code is, in plain words; the code itself when the app does not know it. */
export function useCodeWords() {
  const { t, i18n } = useTranslation();
  return (code: string) => {
    const key = `billing.code.${code}`;
    return i18n.exists(key) ? String(t(key as "billing.code.99490")) : code;
  };
}

/** A code with how often it is billed. */
export function useLineWords() {
  const { t } = useTranslation();
  return ({ code, units }: Schemas["BillingLine"]) =>
    units === 1 ? code : t("billing.units", { code, count: units });
}

/** The running month. */
export const runningMonth = () => todayIn(ownZone).slice(0, 7);

/** A month before or after another one. */
export function monthBeside(month: string, by: 1 | -1): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const months = year * 12 + (number - 1) + by;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

/** A month by its name. */
export function useMonthName() {
  const { i18n } = useTranslation();
  return (month: string) =>
    new Intl.DateTimeFormat(i18n.language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
      new Date(`${month}-15T12:00:00Z`),
    );
}
