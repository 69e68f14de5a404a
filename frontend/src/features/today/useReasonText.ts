import { useTranslation } from "react-i18next";
import type { TodayItem, Tier } from "@/api/types";
import { useRuleWords } from "@/features/deadline/words";
import { formatRelative } from "@/lib/dates";

type Reason = TodayItem["reasons"][number];

/** A reason in the reader's language. What a rule or an organization worded itself stays as it was worded. */
export function useReasonText({ due_at }: TodayItem): (reason: Reason) => string {
  const { t } = useTranslation();
  const rules = useRuleWords();
  return ({ code, label, of }) => {
    switch (code) {
      case "overdue":
      case "due_later":
        return t(`today.reasons.${code}`, { when: formatRelative(due_at) });
      case "alert":
        return t("today.reasons.alert");
      case "tier":
        return of ? t(`tier.${of as Tier}`) : label;
      case "priority":
        return of ? t(`task.priorities.${of as "routine"}`) : label;
      case "rule":
        return rules.title(label);
      default:
        return label;
    }
  };
}
