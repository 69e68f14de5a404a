import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CrisisPlanView } from "@/api/types";
import { formatDate, formatInstant } from "@/lib/dates";

/** Who answers for what is in force, and when somebody looks at it again. */
export function Signed({ plan }: { plan: CrisisPlanView }) {
  const { t } = useTranslation();
  const { revision, approved_by, approved_at, reviewed_by, reviewed_at, review_on, status } = plan;
  const parts = [
    t("crisis_plan.revision", { revision }),
    approved_by &&
      approved_at &&
      t("crisis_plan.approved", { name: approved_by.name, when: formatInstant(approved_at) }),
    reviewed_by &&
      reviewed_at &&
      t("crisis_plan.reviewed", { name: reviewed_by.name, when: formatInstant(reviewed_at) }),
    review_on && status === "in_force" && t("crisis_plan.review_on", { on: formatDate(review_on) }),
  ];
  return (
    <Text c="dimmed" size="sm">
      {parts.filter(Boolean).join(" · ")}
    </Text>
  );
}
