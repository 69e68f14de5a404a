import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { formatDay } from "@/lib/dates";
import type { Before } from "./history";

interface ChangeProps {
  last: AssessmentView;
  before: Before;
  instrument: InstrumentView;
}

/** How the total moved since the last one of the same version, and whether that is better. */
export function Change({ last, before, instrument }: ChangeProps) {
  const { t } = useTranslation();
  const now = last.score?.total;
  const { same, other } = before;
  const then = same?.score?.total;
  if (now == null) return null;
  const otherVersion = other && (
    <Text size="sm" role="note">
      {t("assessment.change.other_version", {
        when: formatDay(other.performed_at),
        version: other.instrument_version,
      })}
    </Text>
  );
  if (!same || then == null) {
    return (
      <>
        <Text size="sm" c="dimmed">
          {t("assessment.change.first")}
        </Text>
        {otherVersion}
      </>
    );
  }
  const change = now - then;
  const better = change > 0 === instrument.higher_is_better;
  const way = change > 0 ? "up" : "down";
  const values = { count: Math.abs(change), when: formatDay(same.performed_at), before: then };
  const points = instrument.meaningful_change;
  return (
    <section>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t("assessment.change.title")}
        </Text>
        {change !== 0 && (
          <Badge variant="light" color={better ? "teal" : "yellow"}>
            {t(better ? "assessment.change.better" : "assessment.change.worse")}
          </Badge>
        )}
      </Group>
      <Text size="sm">
        {change === 0 ? t("assessment.change.same", values) : t(`assessment.change.${way}`, values)}
      </Text>
      {otherVersion}
      {points != null && (
        <Text size="sm" c="dimmed">
          {t("assessment.change.matters", { points })}
        </Text>
      )}
    </section>
  );
}
