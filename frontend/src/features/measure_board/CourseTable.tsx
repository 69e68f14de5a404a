import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MeasureMonth, MeasureTile } from "@/api/types";
import { useMeasureTitle } from "@/features/measure/title";
import { fromFirst, monthName, numberOf, rangeOf } from "./boards";
import classes from "./Board.module.css";

/** The course of a measure in numbers: what the chart shows, and nothing less. */
export function CourseTable({ tile }: { tile: MeasureTile }) {
  const { t } = useTranslation();
  const note = useNote();
  const titleOf = useMeasureTitle();
  const { share } = tile;
  const months = fromFirst(tile.months);
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table
        verticalSpacing={4}
        horizontalSpacing={6}
        className={classes.numbers}
        aria-label={t("board.course_of", { title: titleOf({ code: tile.measure, title: tile.title }) })}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("board.month")}</Table.Th>
            <Table.Th ta="end">{t("board.number")}</Table.Th>
            <Table.Th ta="end">{t("board.target")}</Table.Th>
            <Table.Th ta="end">{t("board.limits")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {months.map((month) => (
            <Table.Tr key={month.from}>
              <Table.Th scope="row" fw={400}>
                {monthName(month.from)}
                {note(month) && (
                  <Text size="xs" c="dimmed">
                    {note(month)}
                  </Text>
                )}
              </Table.Th>
              <Table.Td ta="end">
                {month.value == null && t(month.suppressed ? "measures.hidden_few" : "board.nothing")}
                {month.value != null && numberOf(month.value, share)}
                {!!month.denominator && month.numerator != null && (
                  <Text size="xs" c="dimmed">
                    {t("measure.fraction", { numerator: month.numerator, denominator: month.denominator })}
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="end">{month.target == null ? "–" : numberOf(month.target, share)}</Table.Td>
              <Table.Td ta="end">
                {month.lower != null && month.upper != null
                  ? rangeOf(month.lower, month.upper, share)
                  : t("board.nothing")}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What is to be said of a month beside its number. */
export function useNote() {
  const { t } = useTranslation();
  return ({ settled, denominator, signal, improving }: MeasureMonth) => {
    if (denominator && !settled) return t("board.unsettled");
    if (!signal) return undefined;
    return t(improving ? `board.signal.${signal}_better` : `board.signal.${signal}_worse`);
  };
}
