import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InstrumentView, ScoreView } from "@/api/types";
import { between, Parts } from "./Parts";
import { useScoreWords } from "./words";
import classes from "./Assessment.module.css";

interface ScorePanelProps {
  score: ScoreView;
  instrument: InstrumentView;
}

/** The score as the server computes it: a number when all is answered, else the range it can still fall in. */
export function ScorePanel({ score, instrument }: ScorePanelProps) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const top = instrument.bands.at(-1)?.max;
  const { total, bounds, bands, refusals, notes, parts } = score;
  return (
    <div className={classes.score} aria-live="polite">
      <Text c="dimmed" size="sm">
        {t(bounds.min === bounds.max ? "assessment.total" : "assessment.range")}
      </Text>
      <Text className={classes.total}>
        {total ?? between(bounds)}
        {top !== undefined && (
          <Text span c="dimmed" size="lg">
            {" "}
            / {top}
          </Text>
        )}
      </Text>
      {bands.length > 0 && (
        <Group gap={6} mt={4}>
          {bands.length > 1 && (
            <Text size="sm" c="dimmed">
              {t("assessment.possible")}
            </Text>
          )}
          {bands.map((band) => (
            <Badge
              key={band}
              size="lg"
              variant={bands.length === 1 ? "filled" : "light"}
              color={bands.length === 1 ? undefined : "gray"}
            >
              {words.band(band)}
            </Badge>
          ))}
        </Group>
      )}
      <Screen score={score} instrument={instrument} />
      <Parts parts={parts} />
      {refusals > 0 && (
        <Text size="sm" mt="xs">
          {t("assessment.refusals", { count: refusals })}
        </Text>
      )}
      {notes.map((note) => (
        <Text key={note} size="sm" mt="xs">
          {words.note(note)}
        </Text>
      ))}
    </div>
  );
}

/** Whether the screen is positive, where the bands do not say that already. */
function Screen({ score: { positive, bands }, instrument }: ScorePanelProps) {
  const { t } = useTranslation();
  const { positive_from: from, positive_from_men: men } = instrument;
  const said = bands.some((band) => /^(positive|negative)/.test(band));
  const parts = [
    positive != null && !said && t(positive ? "assessment.positive" : "assessment.negative"),
    // With two thresholds the server knows which one counts for this person.
    positive == null && from != null && men == null && t("assessment.positive_from", { from }),
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <Text size="sm" mt={6}>
      {parts.join(" · ")}
    </Text>
  );
}
