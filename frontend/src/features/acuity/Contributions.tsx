import { Table, Text } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { useScoreWords } from "@/features/assessment/words";
import classes from "./Acuity.module.css";
import { byFactor, span, sumOf, type AcuityPart } from "./judgement";

/** What every fact adds to the score, by factor. The points sum to the score, or to its bounds. */
export function Contributions({ acuity }: { acuity: Schemas["AcuityView"] }) {
  const { t } = useTranslation();
  const total = sumOf(acuity.parts);
  return (
    <Table className={classes.parts} verticalSpacing={6} withRowBorders={false}>
      <Table.Caption ta="start">{t("acuity.additive", { of: total.of })}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("acuity.fact")}</Table.Th>
          <Table.Th className={classes.barCell} aria-hidden />
          <Table.Th className={classes.points}>{t("acuity.points_head")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {byFactor(acuity.parts).map(({ factor, parts, min, max, of }) => (
          <Fragment key={factor}>
            <Table.Tr className={classes.factor}>
              <Table.Th scope="rowgroup">{t(`acuity.factors.${factor}`)}</Table.Th>
              <Table.Td className={classes.barCell} />
              <Table.Th className={classes.points}>{t("acuity.of", { points: span(min, max), of })}</Table.Th>
            </Table.Tr>
            {parts.map((part) => (
              <Contribution key={part.fact} part={part} />
            ))}
          </Fragment>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr className={classes.factor}>
          <Table.Th>{t("acuity.score")}</Table.Th>
          <Table.Td className={classes.barCell} />
          <Table.Th className={classes.points} data-testid="acuity-sum">
            {t("acuity.of", { points: span(total.min, total.max), of: total.of })}
          </Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}

function Contribution({ part }: { part: AcuityPart }) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const { fact, min, max, of, because } = part;
  const share = (points: number) => `${of > 0 ? (100 * points) / of : 0}%`;
  return (
    <Table.Tr>
      <Table.Td>
        {t(`acuity.facts.${fact}`)}
        {because ? (
          <span className={classes.because}>{words.because(because)}</span>
        ) : (
          <Text span className={classes.because}>
            {t("acuity.missing")}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.barCell} aria-hidden>
        <div className={classes.bar}>
          <span style={{ width: share(min) }} />
          {max > min && <span style={{ insetInlineStart: share(min), width: share(max - min) }} />}
        </div>
      </Table.Td>
      <Table.Td className={classes.points}>{t("acuity.of", { points: span(min, max), of })}</Table.Td>
    </Table.Tr>
  );
}
