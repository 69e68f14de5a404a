import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

/** What came of the referrals to a partner within a year; nothing while they are too few. */
export function PartnerFigures({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useCall("community_organization_performance_get", { path: { id } });
  const percent = (value: number | null | undefined) =>
    value == null ? t("directory.too_few") : t("directory.percent", { value: Math.round(value) });
  return (
    <Section title={t("directory.performance")}>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting />}
      {data && data.sent == null && (
        <Text c="dimmed">{t("directory.performance_none", { count: data.fewest })}</Text>
      )}
      {data && data.sent != null && (
        <>
          <Facts
            items={[
              [t("directory.sent"), data.sent],
              [t("directory.answered"), percent(data.answered_percent)],
              [t("directory.accepted"), percent(data.accepted_percent)],
              [
                t("directory.days_to_answer"),
                data.median_days_to_answer == null
                  ? t("directory.too_few")
                  : t("directory.days", { count: Math.round(data.median_days_to_answer) }),
              ],
              [
                t("directory.closed_loop"),
                data.closed_loop_percent == null
                  ? t("directory.too_few")
                  : t("directory.closed_loop_value", {
                      value: Math.round(data.closed_loop_percent),
                      least: Math.floor(data.closed_loop_at_least_percent ?? 0),
                    }),
              ],
            ]}
          />
          <Text size="sm" c="dimmed" mt="sm">
            {t("directory.performance_text", { count: data.fewest })}
          </Text>
        </>
      )}
    </Section>
  );
}
