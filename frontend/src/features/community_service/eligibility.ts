import type { TFunction } from "i18next";
import type { Schemas } from "@/api/types";
import { languageName } from "@/lib/language";

type Eligibility = Schemas["EligibilityContent"];

function ages(t: TFunction, min?: number | null, max?: number | null): string | undefined {
  if (min != null && max != null) return t("service.age_between", { min, max });
  if (min != null) return t("service.age_from", { min });
  if (max != null) return t("service.age_to", { max });
  return undefined;
}

/** For whom a service is, as labels and values; empty when it is for everybody. */
export function conditionsOf(
  eligibility: Eligibility,
  t: TFunction,
  words: (code: string) => string,
): [label: string, value: string][] {
  const { min_age, max_age, sex, speakers, postal_codes, counties, income_percent, coverages, note } =
    eligibility;
  const all: [string, string | undefined][] = [
    [t("service.ages"), ages(t, min_age, max_age)],
    [t("service.sex"), sex ? words(sex) : undefined],
    [t("service.speakers"), speakers?.map(languageName).join(", ")],
    [t("service.area"), [...(counties ?? []), ...(postal_codes ?? [])].join(", ")],
    [
      t("service.income_limit"),
      income_percent == null ? undefined : t("service.income_up_to", { percent: income_percent }),
    ],
    [t("service.coverages"), coverages?.map(words).join(", ")],
    [t("service.also"), note ?? undefined],
  ];
  return all.filter((row): row is [string, string] => Boolean(row[1]));
}
