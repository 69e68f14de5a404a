import { Text } from "@mantine/core";
import { IconAlarm } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TodayItem } from "@/api/types";
import { daysFromNow, formatInstant, formatRelative, formatTime } from "@/lib/dates";
import classes from "./Due.module.css";

/** When an item is due: in words first, then on the clock of the program. */
export function Due({ item }: { item: TodayItem }) {
  const { t } = useTranslation();
  const days = daysFromNow(item.due_at, item.time_zone);
  const state = item.overdue ? "overdue" : days <= 0 ? "today" : "later";
  const words = item.overdue
    ? t("today.overdue_since", { since: formatRelative(item.due_at) })
    : days === 0
      ? t("today.due_today")
      : days === 1
        ? t("today.due_tomorrow")
        : t("today.due_in", { days });
  const clock =
    days === 0 && !item.overdue
      ? formatTime(item.due_at, item.time_zone)
      : formatInstant(item.due_at, item.time_zone);
  return (
    <div className={classes.due} data-state={state}>
      <span className={classes.words}>
        {item.overdue && <IconAlarm size={15} aria-hidden />}
        {words}
      </span>
      <Text component="time" dateTime={item.due_at} size="xs" c="dimmed">
        {clock}
      </Text>
    </div>
  );
}
