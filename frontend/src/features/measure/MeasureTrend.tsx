import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { MeasureView } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { Line } from "@/ui/Line";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { inUnit, plain, type toQuery } from "./period";

interface TrendProps {
  measure: MeasureView;
  query: ReturnType<typeof toQuery>;
}

/** The course of a measure by months: a line, and the same as a table. */
export function MeasureTrend({ measure, query }: TrendProps) {
  const { t } = useTranslation();
  const trend = useCall("measure_trend", { path: { code: measure.code }, query });
  if (trend.error) return <ProblemNotice error={trend.error} />;
  if (!trend.data) return <Waiting lines={2} />;
  const points = trend.data.items;
  const share = measure.kind === "proportion" || measure.kind === "mean_of_shares";
  const drawn = points.flatMap(({ from, rate }) =>
    rate == null ? [] : [{ day: formatDate(from), value: share ? rate * 100 : rate }],
  );
  if (points.length === 0) return <Text c="dimmed">{t("measures.no_months")}</Text>;
  const top = Math.max(1, ...drawn.map(({ value }) => value), share ? 100 : 0);
  return (
    <>
      {drawn.length > 1 && (
        <Line
          points={drawn}
          label={measure.title}
          domain={[Math.min(0, ...drawn.map(({ value }) => value)), Math.ceil(top)]}
          marks={
            measure.target == null
              ? []
              : [{ value: share ? measure.target * 100 : measure.target, label: "" }]
          }
          height={200}
        />
      )}
      <Table.ScrollContainer minWidth={300}>
        <Table aria-label={measure.title}>
          {drawn.length > 1 && <Table.Caption>{t("measures.trend_table")}</Table.Caption>}
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("measures.month")}</Table.Th>
              <Table.Th>{t("measures.value")}</Table.Th>
              <Table.Th>{t("measures.counted")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {points.map(({ from, to, suppressed, rate, denominator, numerator }) => (
              <Table.Tr key={from}>
                <Table.Th scope="row" fw={400}>
                  {formatDate(from)} – {formatDate(to)}
                </Table.Th>
                {suppressed ? (
                  <Table.Td colSpan={2}>{t("measures.hidden_few")}</Table.Td>
                ) : (
                  <>
                    <Table.Td>{rate == null ? t("measure.no_rate") : inUnit(measure.kind, rate)}</Table.Td>
                    <Table.Td>
                      {measure.kind === "proportion"
                        ? t("measure.fraction", { numerator: plain(numerator ?? 0), denominator })
                        : plain(denominator ?? 0)}
                    </Table.Td>
                  </>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
