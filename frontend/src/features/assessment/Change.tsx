import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AssessmentView, InstrumentView, Schemas } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { reached } from "./history";

interface ChangeProps {
  last: AssessmentView;
  /** A later one than the one it is compared with, made with another version. */
  other: AssessmentView | undefined;
  instrument: InstrumentView;
}

/** How the total moved since the last one and since the care started, as the server tells it. */
export function Change({ last, other, instrument }: ChangeProps) {
  const { t } = useTranslation();
  if (!last.course) return null;
  const { baseline, previous } = last.course;
  return (
    <>
      {previous ? (
        <Since title={t("assessment.change.title")} earlier={previous} instrument={instrument} />
      ) : (
        <Text size="sm" c="dimmed">
          {t("assessment.change.first")}
        </Text>
      )}
      {baseline && baseline.assessment_id !== previous?.assessment_id && (
        <Since title={t("assessment.change.start")} earlier={baseline} instrument={instrument} />
      )}
      {other && (
        <Text size="sm" role="note">
          {t("assessment.change.other_version", {
            when: formatDay(other.performed_at),
            version: other.instrument_version,
          })}
        </Text>
      )}
    </>
  );
}

interface SinceProps {
  title: string;
  earlier: Schemas["AssessmentComparison"];
  instrument: InstrumentView;
}

/** The total beside an earlier one: by how much it moved, and what that comes to. */
function Since({ title, earlier, instrument }: SinceProps) {
  const { t } = useTranslation();
  const { change, meaningful } = earlier;
  const better = change > 0 === instrument.higher_is_better;
  const way = change > 0 ? "up" : "down";
  const values = {
    count: Math.abs(change),
    when: formatDay(earlier.performed_at),
    before: earlier.total,
  };
  return (
    <section aria-label={title}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {title}
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
      {reached(earlier).map((what) => (
        <Text key={what} size="sm" fw={600}>
          {t(`assessment.change.${what}_text`)}
        </Text>
      ))}
      {change !== 0 && meaningful === false && (
        <Text size="sm" c="dimmed">
          {t("assessment.change.matters", { points: instrument.meaningful_change })}
        </Text>
      )}
    </section>
  );
}
