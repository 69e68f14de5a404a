import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InstrumentView, ScoreView } from "@/api/types";
import { between } from "./Parts";
import { firedOf, Triggers } from "./Triggers";
import classes from "./Assessment.module.css";

interface PhoneBarProps {
  score: ScoreView | undefined;
  instrument: InstrumentView;
  progress: { done: number; all: number };
  /** Goes to the next open question; none is left where this is absent. */
  onNext: (() => void) | undefined;
  onResult: () => void;
}

/** Where there is no room beside the questions: how far it is, the score, what calls for action, and the next step. */
export function PhoneBar({ score, instrument, progress, onNext, onResult }: PhoneBarProps) {
  const { t } = useTranslation();
  const [urgent] = firedOf(instrument, score?.triggers ?? []);
  return (
    <div className={classes.bar}>
      <Triggers instrument={instrument} fired={urgent ? [urgent.code] : []} quiet />
      <div className={classes.barLine}>
        <div>
          <Text size="sm" fw={650}>
            {t("assessment.score")}: {score ? (score.total ?? between(score.bounds)) : ""}
          </Text>
          <Text size="xs" c="dimmed">
            {t("assessment.answered", progress)}
          </Text>
        </div>
        <Button onClick={onNext ?? onResult} variant={onNext ? "light" : "filled"}>
          {t(onNext ? "assessment.jump" : "assessment.see_result")}
        </Button>
      </div>
    </div>
  );
}
