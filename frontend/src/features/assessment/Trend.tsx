import "@mantine/charts/styles.layer.css";
import { LineChart } from "@mantine/charts";
import { Table, Text } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { formatDay } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";

interface TrendProps {
  personId: string;
  instrument: string;
  zone: string | undefined;
}

/** How the score of an instrument moved, as a line and as a table. */
export function Trend({ personId, instrument, zone }: TrendProps) {
  const { t } = useTranslation();
  const still = useReducedMotion();
  const list = useCall("assessment_list", { path: { id: personId }, query: { instrument } });
  const definition = useCall(
    "instrument_get",
    { path: { code: instrument } },
    { staleTime: Infinity, meta: { fixed: true } },
  );
  if (list.error) return <ProblemNotice error={list.error} />;
  const points = (list.data?.items ?? [])
    .filter(({ score }) => score?.total != null)
    .sort((a, b) => a.performed_at.localeCompare(b.performed_at));
  if (points.length === 0) return <Text c="dimmed">{t("assessment.trend_none")}</Text>;
  const top = definition.data?.bands.at(-1)?.max ?? 0;
  const data = points.map(({ performed_at, score }) => ({
    day: formatDay(performed_at, zone),
    total: score?.total ?? 0,
  }));
  return (
    <>
      {points.length > 1 && (
        <div aria-hidden>
          <LineChart
            h={240}
            data={data}
            dataKey="day"
            series={[{ name: "total", label: t("assessment.total"), color: "var(--tend-brand)" }]}
            yAxisProps={{ domain: [0, top] }}
            referenceLines={(definition.data?.bands ?? []).slice(1).map(({ min, label }) => ({
              y: min,
              label,
              color: "var(--mantine-color-dimmed)",
              strokeDasharray: "3 4",
            }))}
            gridAxis="none"
            xAxisProps={{ padding: { left: 24, right: 24 } }}
            lineChartProps={{ accessibilityLayer: false }}
            lineProps={{ isAnimationActive: !still, strokeWidth: 2.5 }}
            curveType="linear"
            withDots
          />
        </div>
      )}
      <Table mt="sm">
        <Table.Caption>{t("assessment.trend_table")}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("assessment.date")}</Table.Th>
            <Table.Th>{t("assessment.total")}</Table.Th>
            <Table.Th>{t("assessment.band")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.toReversed().map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>{formatDay(one.performed_at, zone)}</Table.Td>
              <Table.Td>{one.score?.total}</Table.Td>
              <Table.Td>{one.score?.bands.join(", ")}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
