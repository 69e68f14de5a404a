import { Alert, Text } from "@mantine/core";
import { IconShieldCheck, IconShieldExclamation, IconShieldQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SafetyAnswers, VisitStop } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { toMind } from "./safety";
import classes from "./visit.module.css";

/** What the answers of a check call to mind. */
export function SafetyList({ answers }: { answers: SafetyAnswers }) {
  const { t } = useTranslation();
  const points = toMind(answers);
  if (points.length === 0) return <Text size="sm">{t("visit.nothing_to_mind")}</Text>;
  return (
    <ul className={classes.points}>
      {points.map(({ question, answer }) => (
        <li key={question}>{t(`visit.minds.${question}.${answer}` as "visit.minds.violence.known")}</li>
      ))}
    </ul>
  );
}

/** What to know before one goes there: the check of this visit, else the last one about the person. */
export function SafetyNotice({ stop }: { stop: VisitStop }) {
  const { t } = useTranslation();
  const { visit, last_check } = stop;
  const check = visit?.safety ?? last_check;
  if (!check) {
    return (
      <Alert role="note" color="gray" icon={<IconShieldQuestion aria-hidden />} title={t("visit.no_check")}>
        {t("visit.no_check_text")}
      </Alert>
    );
  }
  const calm = toMind(check.answers).length === 0 && check.result === "go";
  const words = { name: check.by.name, when: formatInstant(check.at) };
  return (
    <Alert
      role="note"
      color={calm ? "teal" : "yellow"}
      icon={calm ? <IconShieldCheck aria-hidden /> : <IconShieldExclamation aria-hidden />}
      title={visit ? t(`visit.results.${check.result}`) : t("visit.last_check")}
    >
      <SafetyList answers={check.answers} />
      <Text size="sm">{t("visit.check_by", words)}</Text>
      {visit && <Answer stop={stop} />}
    </Alert>
  );
}

/** What became of the question whether one may go alone. */
function Answer({ stop }: { stop: VisitStop }) {
  const { t } = useTranslation();
  const { asked, decision } = stop.visit ?? {};
  if (decision) {
    return (
      <Text size="sm" fw={650}>
        {t(`visit.answered.${decision.answer}`, {
          name: decision.by.name,
          companion: decision.companion?.name ?? "",
        })}
        {decision.reason && ` ${decision.reason}`}
      </Text>
    );
  }
  if (!asked) return null;
  return (
    <Text size="sm" fw={650}>
      {t("visit.waits", { name: asked.name })}
    </Text>
  );
}
