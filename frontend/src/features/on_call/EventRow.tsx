import { Badge, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { OnCallEvent } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { Row } from "@/ui/Rows";

const colors = { emergency: "red", urgent: "yellow", next_day: "blue", advice: "gray" } as const;

interface EventRowProps {
  event: OnCallEvent;
  zone: string | undefined;
  title?: ReactNode;
  end?: ReactNode;
}

/** One entry of a night log: about whom, how urgent, what was said and done, and what came of it. */
export function EventRow({ event, zone, title, end }: EventRowProps) {
  const { t } = useTranslation();
  const detail = [
    formatInstant(event.happened_at, zone),
    t("on_call.minutes_count", { count: event.minutes }),
    t("on_call.taken_by", { name: event.author.name }),
  ];
  return (
    <Row
      title={
        <Group gap="xs">
          {title}
          <Badge variant="light" color={colors[event.triage]} tt="none">
            {t(`on_call.triages.${event.triage}`)}
          </Badge>
          <Badge variant="outline" color="gray" tt="none">
            {t(`on_call.outcomes.${event.outcome}`)}
          </Badge>
        </Group>
      }
      detail={detail.join(" · ")}
      actions={end}
    >
      <Text style={{ whiteSpace: "pre-line" }}>{event.summary}</Text>
    </Row>
  );
}
