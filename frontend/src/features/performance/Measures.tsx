import { Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PerformancePack } from "@/api/types";
import { useMeasureTitle } from "@/features/measure/title";
import { useDefinition } from "@/features/measure/words";
import { numberOf } from "@/features/measure_board/boards";

type Measure = PerformancePack["measures"][number];

/** Each measure of the worker's own cases with its target and the middle of colleagues; each number leads to its people. */
export function Measures({ pack }: { pack: PerformancePack }) {
  const { t } = useTranslation();
  return (
    <>
      <Table.ScrollContainer minWidth={560}>
        <Table aria-label={t("performance.measures")} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("performance.measure")}</Table.Th>
              <Table.Th>{t("board.number")}</Table.Th>
              <Table.Th>{t("board.target")}</Table.Th>
              <Table.Th>{t("performance.median")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {pack.measures.map((measure) => (
              <MeasureRow key={measure.measure} measure={measure} pack={pack} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {t("performance.measures_text")}
      </Text>
    </>
  );
}

function MeasureRow({ measure, pack }: { measure: Measure; pack: PerformancePack }) {
  const { t } = useTranslation();
  const title = useMeasureTitle()({ code: measure.measure, title: measure.title });
  const words = useDefinition()(measure);
  const { value, share, median, target } = measure;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {title}
        <Text size="sm" c="dimmed" maw={420}>
          {words}
        </Text>
      </Table.Th>
      <Table.Td>
        <Link
          to="/measures/$code"
          params={{ code: measure.measure }}
          search={{ staff: pack.staff.id, from: pack.from, to: pack.to }}
        >
          {value == null ? t("measure.no_rate") : numberOf(value, share)}
          <span className="visually-hidden">: {title}</span>
        </Link>
        {share && value != null && (
          <Text size="sm">
            {t("measure.fraction", { numerator: measure.numerator, denominator: measure.denominator })}
          </Text>
        )}
        {measure.pending > 0 && (
          <Text size="sm" c="dimmed">
            {t("measure.pending", { count: measure.pending })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {target == null
          ? t("board.no_target")
          : t(`board.standing.${measure.standing}`, { target: numberOf(target, share) })}
        {measure.lower_is_better && ` ${t("board.lower_is_better")}`}
      </Table.Td>
      <Table.Td>
        {median
          ? t("performance.median_of", { value: numberOf(median.value, share), count: median.colleagues })
          : t("performance.no_median")}
      </Table.Td>
    </Table.Tr>
  );
}
