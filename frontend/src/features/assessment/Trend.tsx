import { Button, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { formatDay } from "@/lib/dates";
import { Line } from "@/ui/Line";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useHistory } from "./history";
import { useInstrument } from "./useInstrument";

interface TrendProps {
  personId: string;
  instrument: string;
  zone: string | undefined;
}

/** How the score of an instrument moved, as a line and as a table. */
export function Trend({ personId, instrument, zone }: TrendProps) {
  const { t } = useTranslation();
  const history = useHistory(personId, instrument);
  const definition = useInstrument(instrument).data;
  if (history.error) return <ProblemNotice error={history.error} />;
  const points = history.items.filter(({ score }) => score?.total != null).toReversed();
  if (points.length === 0) return <Text c="dimmed">{t("assessment.trend_none")}</Text>;
  const bands = definition?.bands ?? [];
  // Without bands nothing published says where the scale ends: the highest total does.
  const top = Math.max(1, bands.at(-1)?.max ?? 0, ...points.map(({ score }) => score?.total ?? 0));
  const versions = new Set(points.map(({ instrument_version }) => instrument_version)).size;
  const named = points.some(({ score }) => score?.bands.length);
  const [last, previous] = points.toReversed();
  const data = points.map(({ performed_at, score }) => ({
    day: formatDay(performed_at, zone),
    value: score?.total ?? 0,
  }));
  return (
    <>
      {points.length > 1 && (
        <Line
          points={data}
          label={t("assessment.total")}
          domain={[0, top]}
          marks={bands.slice(1).map(({ min, label }) => ({ value: min, label }))}
        />
      )}
      {definition?.higher_is_better && (
        <Text size="sm" c="dimmed">
          {t("assessment.higher_better")}
        </Text>
      )}
      {last && previous && (
        <Button
          component={Link}
          to="/assessments/$assessmentId"
          params={{ assessmentId: last.id } as never}
          search={{ with: previous.id } as never}
          variant="light"
          size="compact-md"
          mt="sm"
        >
          {t("assessment.compare.last_two")}
        </Button>
      )}
      <Table mt="sm">
        <Table.Caption>{t("assessment.trend_table")}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("assessment.date")}</Table.Th>
            <Table.Th>{t("assessment.total")}</Table.Th>
            {named && <Table.Th>{t("assessment.band")}</Table.Th>}
            {versions > 1 && <Table.Th>{t("assessment.version")}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.toReversed().map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>{formatDay(one.performed_at, zone)}</Table.Td>
              <Table.Td>{one.score?.total}</Table.Td>
              {named && <Table.Td>{one.score?.bands.join(", ")}</Table.Td>}
              {versions > 1 && <Table.Td>{one.instrument_version}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
