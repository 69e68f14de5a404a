import { Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunningClock } from "@/api/types";
import { useRuleWords } from "@/features/deadline/words";
import { formatInstant, formatRelative, isPast } from "@/lib/dates";

const DAY_MS = 86_400_000;

type Nearness = "overdue" | "soon" | "ahead";

/** How near the end of a clock is: past, within a day, or further away. */
export function nearness(dueAt: string, now = Date.now()): Nearness {
  const left = new Date(dueAt).getTime() - now;
  if (left < 0) return "overdue";
  return left <= DAY_MS ? "soon" : "ahead";
}

const colors = { overdue: "red", soon: "yellow", ahead: "teal" } as const;

interface ClockProps {
  clock: RunningClock;
  zone?: string | undefined;
  /** How near its end is, where the server says so. */
  state?: Nearness;
}

/** When the answer is due, and on request by which rule, how that was found and where the rule comes from. */
export function Clock({ clock, zone, state = nearness(clock.due_at) }: ClockProps) {
  const { t } = useTranslation();
  const words = useRuleWords();
  return (
    <div>
      <Badge variant="light" color={colors[state]}>
        {t(isPast(clock.due_at) ? "authorization.was_due" : "authorization.due", {
          when: formatRelative(clock.due_at),
        })}
      </Badge>
      <details>
        <summary>
          <Text span size="sm">
            {t("authorization.due_by", { at: formatInstant(clock.due_at, zone), rule: clock.rule })}
          </Text>
        </summary>
        <Text size="sm">{words.title(clock.title)}</Text>
        <ul>
          {clock.explanation.map((sentence) => (
            <li key={sentence}>
              <Text size="sm" span>
                {words.sentence(sentence)}
              </Text>
            </li>
          ))}
        </ul>
        <Text size="sm" c="dimmed">
          {t("authorization.source", { source: clock.source })}
        </Text>
      </details>
    </div>
  );
}
