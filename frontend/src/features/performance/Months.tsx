import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PerformancePack } from "@/api/types";
import { numberOf } from "@/features/measure_board/boards";
import { formatDate } from "@/lib/dates";

const number = (value: number) => numberOf(value, false, 1);

/** Acuity, caseload against the range, hours, leave and shifts on call at the end of each month: what the numbers below are read with. */
export function Months({ months }: Pick<PerformancePack, "months">) {
  const { t } = useTranslation();
  if (months.length === 0) return <Text c="dimmed">{t("performance.no_months")}</Text>;
  return (
    <>
      <Table.ScrollContainer minWidth={680}>
        <Table aria-label={t("performance.around")} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("population.on")}</Table.Th>
              <Table.Th ta="end">{t("performance.cases")}</Table.Th>
              {months[0]?.tiers.map(({ tier }) => (
                <Table.Th key={tier} ta="end">
                  {t(`tier.${tier}`)}
                </Table.Th>
              ))}
              <Table.Th ta="end">{t("performance.points")}</Table.Th>
              <Table.Th>{t("performance.range")}</Table.Th>
              <Table.Th ta="end">{t("performance.hours")}</Table.Th>
              <Table.Th ta="end">{t("performance.off")}</Table.Th>
              <Table.Th ta="end">{t("performance.on_call")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {months.map((month) => (
              <Table.Tr key={month.on}>
                <Table.Th scope="row" fw={400} style={{ whiteSpace: "nowrap" }}>
                  {formatDate(month.on)}
                </Table.Th>
                <Table.Td ta="end">{month.cases}</Table.Td>
                {month.tiers.map(({ tier, cases }) => (
                  <Table.Td key={tier} ta="end">
                    {cases}
                  </Table.Td>
                ))}
                <Table.Td ta="end">{number(month.points)}</Table.Td>
                <Table.Td>
                  {month.standing ? t(`caseload.standing.${month.standing}`) : t("performance.no_range")}
                  {month.programs.map(({ program, cases, low, high }) => (
                    <Text key={program.id} size="sm" c="dimmed">
                      {program.name}:{" "}
                      {t("caseload.range", { count: cases, low: number(low), high: number(high) })}
                    </Text>
                  ))}
                </Table.Td>
                <Table.Td ta="end">
                  {month.weekly_hours == null ? t("performance.full_week") : number(month.weekly_hours)}
                </Table.Td>
                <Table.Td ta="end">{month.days_off}</Table.Td>
                <Table.Td ta="end">{number(month.on_call_hours)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {t("performance.around_text")}
      </Text>
    </>
  );
}
