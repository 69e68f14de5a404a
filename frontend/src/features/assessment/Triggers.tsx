import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { InstrumentView, Schemas } from "@/api/types";
import { useScoreWords } from "./words";

const byUrgency: Schemas["Urgency"][] = ["immediate", "same_day", "follow_up"];
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The triggers that fired, the most urgent first. */
export const firedOf = ({ triggers }: InstrumentView, fired: string[]) =>
  triggers
    .filter(({ code }) => fired.includes(code))
    .sort((a, b) => byUrgency.indexOf(a.urgency) - byUrgency.indexOf(b.urgency));

interface TriggersProps {
  instrument: InstrumentView;
  fired: string[];
  /** Says what completing will do, while that is still to come. */
  ahead?: boolean;
  /** Shown a second time, and not said again. */
  quiet?: boolean;
}

/** What was found that calls for action, how soon, and what to do. */
export function Triggers({ instrument, fired, ahead, quiet }: TriggersProps) {
  const { t } = useTranslation();
  const words = useScoreWords();
  return firedOf(instrument, fired).map(({ code, finding, action, urgency }, index) => (
    <Alert
      key={code}
      role={quiet ? "note" : "alert"}
      color={urgency === "follow_up" ? "yellow" : "red"}
      icon={<IconAlertTriangle aria-hidden />}
      title={`${t(`assessment.urgency.${urgency}`)}: ${capital(words.finding(finding))}`}
    >
      <Text size="sm" fw={600}>
        {words.action(action)}
      </Text>
      {ahead && index === 0 && (
        <Text size="sm" mt={4}>
          {t(urgency === "follow_up" ? "assessment.task_text" : "assessment.alert_text")}
        </Text>
      )}
    </Alert>
  ));
}
