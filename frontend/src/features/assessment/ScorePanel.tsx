import { Alert, Badge, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { InstrumentView, ScoreView } from "@/api/types";
import classes from "./Assessment.module.css";

interface ScorePanelProps {
  score: ScoreView;
  instrument: InstrumentView;
  /** Required questions without an answer. */
  open: number;
}

/** The score as the server computes it: a number when all is answered, else the range it can still fall in. */
export function ScorePanel({ score, instrument, open }: ScorePanelProps) {
  const { t } = useTranslation();
  const top = instrument.bands.at(-1)?.max;
  const { min, max } = score.bounds;
  return (
    <div className={classes.score} aria-live="polite">
      <Text c="dimmed" size="sm">
        {t(score.total == null ? "assessment.range" : "assessment.total")}
      </Text>
      <Text className={classes.total}>
        {score.total ?? (min === max ? min : `${min}\u2013${max}`)}
        {top !== undefined && (
          <Text span c="dimmed" size="lg">
            {" "}
            / {top}
          </Text>
        )}
      </Text>
      <Group gap={6}>
        {score.bands.map((band) => (
          <Badge key={band} size="lg" variant={score.bands.length === 1 ? "filled" : "light"}>
            {band}
          </Badge>
        ))}
      </Group>
      {open > 0 && (
        <Text size="sm" mt="xs">
          {t("assessment.open_questions", { count: open })}
        </Text>
      )}
      {score.triggers.length > 0 && (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} mt="sm" title={t("assessment.trigger")}>
          {t("assessment.trigger_text")}
        </Alert>
      )}
      <Text size="xs" c="dimmed" mt="sm">
        {t("assessment.source", { source: score.source, version: score.version })}
      </Text>
    </div>
  );
}
