import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import classes from "./Transition.module.css";

/** The numbers of the last 30 days: length of stay, avoidable days, discharges by the target day. */
export function DeskFigures() {
  const { t, i18n } = useTranslation();
  const figures = useCall("transition_figures", { query: {} });
  if (figures.error && !figures.data) {
    return (
      <Section title={t("transition.figures")}>
        <ProblemNotice error={figures.error} />
      </Section>
    );
  }
  if (!figures.data || figures.data.discharges === 0) return null;
  const { length, avoidable, by_target } = figures.data;
  const number = (value: number | null | undefined, digits: number) =>
    value == null
      ? t("transition.figure_none")
      : value.toLocaleString(i18n.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const due = by_target.met + by_target.missed;
  const percent = by_target.rate == null ? null : by_target.rate * 100;
  return (
    <Section title={t("transition.figures")} plain>
      <div className={classes.figures}>
        <Figure
          title={t("transition.figure_length")}
          value={number(length.ratio, 2)}
          text={t("transition.figure_length_text", {
            observed: length.observed_days,
            expected: number(length.expected_days, 1),
            count: length.stays,
          })}
        />
        <Figure
          title={t("transition.figure_avoidable")}
          value={number(avoidable.rate, 1)}
          text={t("transition.figure_avoidable_text", { days: avoidable.days, all: avoidable.patient_days })}
        />
        <Figure
          title={t("transition.figure_target")}
          value={percent == null ? t("transition.figure_none") : `${number(percent, 0)} %`}
          text={t("transition.figure_target_text", { met: by_target.met, all: due })}
        />
      </div>
    </Section>
  );
}

function Figure({ title, value, text }: { title: string; value: string; text: string }) {
  return (
    <div className={classes.figure}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <div className={classes.number}>{value}</div>
      <Text size="sm">{text}</Text>
    </div>
  );
}
