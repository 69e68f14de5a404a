import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AlertView } from "@/api/types";
import { daysFromNow, formatInstant, formatTime, isPast } from "@/lib/dates";
import classes from "./AlertPanel.module.css";

/** The time of today, and the day with it on other days. */
export function when(at: string, zone: string | undefined) {
  return daysFromNow(at, zone) === 0 ? formatTime(at, zone) : formatInstant(at, zone);
}

/** Whom an alert asks, since when and why, and who is next. */
export function Asked({ alert, zone }: { alert: AlertView; zone: string | undefined }) {
  const { t } = useTranslation();
  const { owner, opened_at, asked, next_step, escalates_at } = alert;
  const since = (at: string) => t("escalation.since", { when: when(at, zone) });
  return (
    <div className={classes.asked}>
      <Text size="sm" fw={650}>
        {t("escalation.asked")}
      </Text>
      <ul aria-label={t("escalation.asked")}>
        <li>
          {t("escalation.owner", { name: owner.name })}, {since(opened_at)}
        </li>
        {asked.map((ask) => {
          const names = { name: ask.staff.name, covers: ask.covers?.name ?? "" };
          const covering = ask.reason === "on_call" ? "escalation.on_call" : "escalation.covering";
          const who = t(ask.covers ? covering : "escalation.plain", names);
          return (
            <li key={ask.staff.id}>
              {who}, {since(ask.since)}
              {ask.reason !== "covering" && `, ${t(`escalation.reason.${ask.reason}`, names)}`}
            </li>
          );
        })}
      </ul>
      <Text size="sm">
        {next_step && escalates_at
          ? t(isPast(escalates_at) ? "escalation.stuck" : `escalation.next.${next_step}`, {
              when: when(escalates_at, zone),
            })
          : t("escalation.end")}
      </Text>
    </div>
  );
}
