import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatInstant } from "@/lib/dates";
import { colorOf, type Referral } from "./referral";

/** Where a referral stands, and whether somebody should have been heard by now. */
export function ReferralBadges({ referral }: { referral: Referral }) {
  const { t } = useTranslation();
  return (
    <Group gap={6}>
      {referral.escalated_at && (
        <Badge color="red" variant="filled">
          {t("referral.silent")}
        </Badge>
      )}
      {referral.is_overdue && !referral.escalated_at && (
        <Badge color="orange" variant="light">
          {t("referral.overdue")}
        </Badge>
      )}
      <Badge variant="light" color={colorOf(referral.status)}>
        {t(`referral.statuses.${referral.status}`)}
      </Badge>
    </Group>
  );
}

/** What is waited for, and until when. */
export function useWaitText() {
  const { t } = useTranslation();
  return ({ wait, due_at, closed_at }: Referral): string => {
    if (wait) return t(`referral.waits.${wait}`, { until: formatInstant(due_at) });
    return closed_at ? t("referral.ended", { at: formatInstant(closed_at) }) : "";
  };
}
