import { Button, Group, SegmentedControl, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDay } from "@/lib/dates";
import { Line } from "@/ui/Line";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { reached, useHistory, versionsOf } from "./history";
import { useInstrument } from "./useInstrument";
import { useScoreWords } from "./words";

interface TrendProps {
  personId: string;
  instrument: string;
  zone: string | undefined;
}

/** How the score of an instrument moved, as a line and as a table. A line holds totals of one version only. */
export function Trend({ personId, instrument, zone }: TrendProps) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const history = useHistory(personId, instrument);
  const [wanted, setWanted] = useState<string>();
  const scored = history.items.filter(({ score }) => score?.total != null);
  const versions = versionsOf(scored);
  const version = versions.find((one) => one === wanted) ?? versions[0];
  const definition = useInstrument(instrument, version).data;
  if (history.error) return <ProblemNotice error={history.error} />;
  if (scored.length === 0) return <Text c="dimmed">{t("assessment.trend_none")}</Text>;
  const points = scored.filter((one) => one.instrument_version === version).toReversed();
  const bands = definition?.bands ?? [];
  // Without bands nothing published says where the scale ends: the highest total does.
  const top = Math.max(1, bands.at(-1)?.max ?? 0, ...points.map(({ score }) => score?.total ?? 0));
  const compared = scored.some(({ course }) => course?.baseline);
  const named = scored.some(({ score }) => score?.bands.length);
  const [last, previous] = points.toReversed();
  const data = points.map(({ performed_at, score }) => ({
    day: formatDay(performed_at, zone),
    value: score?.total ?? 0,
  }));
  return (
    <>
      {versions.length > 1 && version && (
        <Group gap="sm" mb="sm">
          <SegmentedControl
            aria-label={t("assessment.version")}
            value={version}
            onChange={setWanted}
            data={versions.map((one) => ({ value: one, label: `${t("assessment.version")} ${one}` }))}
          />
          <Text size="sm" role="note">
            {t("assessment.trend_versions")}
          </Text>
        </Group>
      )}
      {points.length > 1 && (
        <Line
          points={data}
          label={t("assessment.total")}
          domain={[0, top]}
          marks={bands.slice(1).map(({ min, label }) => ({ value: min, label: words.band(label) }))}
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
        <Table.Caption>
          {t(points.length > 1 ? "assessment.trend_table" : "assessment.trend_scores")}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("assessment.date")}</Table.Th>
            <Table.Th>{t("assessment.total")}</Table.Th>
            {named && <Table.Th>{t("assessment.band")}</Table.Th>}
            {compared && <Table.Th>{t("assessment.change.start")}</Table.Th>}
            {versions.length > 1 && <Table.Th>{t("assessment.version")}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {scored.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>{formatDay(one.performed_at, zone)}</Table.Td>
              <Table.Td>{one.score?.total}</Table.Td>
              {named && <Table.Td>{one.score?.bands.map(words.band).join(", ")}</Table.Td>}
              {compared && (
                <Table.Td>
                  {one.course?.baseline &&
                    reached(one.course.baseline)
                      .map((what) => t(`assessment.change.${what}`))
                      .join(", ")}
                </Table.Td>
              )}
              {versions.length > 1 && <Table.Td>{one.instrument_version}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
