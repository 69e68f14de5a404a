import { Alert, Badge, Checkbox, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AssessmentView } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { useAnswerText } from "./Answered";
import { compared, type Side } from "./compared";
import { resultLine } from "./history";
import type { TextLanguage } from "./language";
import { langOf } from "./paper";
import { useInstrumentOf } from "./useInstrument";
import { useScoreWords } from "./words";
import classes from "./Compare.module.css";

interface CompareProps {
  one: AssessmentView;
  other: AssessmentView;
  /** Language of the questions. */
  language: TextLanguage;
}

/** Two assessments of one instrument side by side, the earlier first, with what changed marked. */
export function Compare({ one, other, language }: CompareProps) {
  const { t } = useTranslation();
  const text = useAnswerText();
  const { band } = useScoreWords();
  const [onlyChanged, only] = useDisclosure();
  const [earlier, later] = one.performed_at < other.performed_at ? [one, other] : [other, one];
  const then = useInstrumentOf(earlier, language).data;
  const now = useInstrumentOf(later, language).data;
  if (!then || !now) return <Waiting lines={4} />;
  const rows = compared(
    { assessment: earlier, instrument: then },
    { assessment: later, instrument: now },
    (side: Side, name) => {
      const item = side.instrument.items.find((candidate) => candidate.name === name);
      return item ? text(item, side.instrument.items, side.answers) : t("assessment.compare.no_such");
    },
  );
  const changed = rows.filter((row) => row.changed).length;
  const days = [formatDay(earlier.performed_at), formatDay(later.performed_at)];
  return (
    <Section
      title={t("assessment.compare.title")}
      actions={
        <Checkbox
          label={t("assessment.compare.only_changed")}
          checked={onlyChanged}
          onChange={only.toggle}
          styles={{ body: { alignItems: "center" }, label: { paddingBlock: 12 } }}
        />
      }
    >
      {then.version !== now.version && (
        <Alert color="yellow" mb="sm">
          {t("assessment.compare.versions", { before: then.version, now: now.version })}
        </Alert>
      )}
      <Text mb="sm" role="status">
        {changed === 0
          ? t("assessment.compare.changed_none")
          : t("assessment.compare.changed_count", { count: changed })}
      </Text>
      <div role="table" aria-label={t("assessment.compare.title")} className={classes.table}>
        <div role="row" className={classes.head}>
          <span role="columnheader">{t("assessment.compare.question")}</span>
          {days.map((day, index) => (
            <span role="columnheader" key={index}>
              {day}
            </span>
          ))}
        </div>
        <div role="row" className={classes.row}>
          <b role="rowheader">{t("assessment.total")}</b>
          {[earlier, later].map((side, index) => (
            <Cell key={side.id} day={days[index] ?? ""}>
              <b>{resultLine(side, band)}</b>
            </Cell>
          ))}
        </div>
        {rows
          .filter((row) => row.changed || !onlyChanged)
          .map((row) => (
            <div role="row" className={classes.row} key={row.name} data-changed={row.changed || undefined}>
              <div role="rowheader">
                <Group gap={8} component="span" display="inline-flex">
                  <span lang={langOf(now)}>
                    {row.label}. {row.text}
                  </span>
                  {row.changed && (
                    <Badge variant="light" color="yellow">
                      {t("assessment.compare.changed")}
                    </Badge>
                  )}
                </Group>
              </div>
              {row.sides.map((side, index) => (
                <Cell key={index} day={days[index] ?? ""}>
                  {side}
                </Cell>
              ))}
            </div>
          ))}
      </div>
    </Section>
  );
}

/** On a phone each cell carries its day, because the columns stand below each other. */
function Cell({ day, children }: { day: string; children: ReactNode }) {
  return (
    <div role="cell">
      <span className={classes.day} aria-hidden>
        {day}
      </span>
      {children}
    </div>
  );
}
