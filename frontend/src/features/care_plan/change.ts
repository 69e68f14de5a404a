import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";

export type PlanChange = Schemas["PlanChangeView"];

const days: readonly string[] = ["start_on", "due_on", "review_on"];

/** Where the words for a code stand: the same code means another thing in another part of the plan. */
function keyOf({ section, detail }: PlanChange, code: string): string | undefined {
  switch (detail) {
    case "direction":
      return `care_plan.directions.${code}`;
    case "focus":
      return `need.kinds.${code}`;
    case "measure_code":
      return `plan.measures.${code}`;
    case "frequency":
      return `care_plan.frequencies.${code}`;
    case "severity":
      return `care_plan.severities.${code}`;
    case "kind":
      return section === "barriers" ? `care_plan.barrier_kinds.${code}` : `plan.preferences.kinds.${code}`;
    case "status": {
      const nouns = { goals: "goal", interventions: "intervention", barriers: "barrier" } as const;
      const noun = section in nouns ? nouns[section as keyof typeof nouns] : undefined;
      return noun && `care_plan.${noun}_statuses.${code}`;
    }
    default:
      return undefined;
  }
}

/** A difference between two revisions in the reader's language. */
export function sayChange(change: PlanChange, t: TFunction): string {
  const { kind, detail, was, is } = change;
  if (!detail) return t(`plan_says.change.${kind}`);
  const name = t(`plan_says.change.details.${detail}`);
  if (kind !== "changed" || (was == null && is == null))
    return t(`plan_says.change.detail_${kind}`, { detail: name });
  const value = (text: string | null | undefined) => {
    if (text == null) return t("plan_says.change.nothing");
    const key = keyOf(change, text);
    if (key) return t(key as "care_plan.directions.increase");
    return days.includes(detail) ? formatDate(text) : text;
  };
  return t("plan_says.change.from_to", { detail: name, was: value(was), is: value(is) });
}

export function usePlanChange() {
  const { t } = useTranslation();
  return (change: PlanChange) => sayChange(change, t);
}
