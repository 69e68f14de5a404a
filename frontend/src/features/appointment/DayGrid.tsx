import { UnstyledButton } from "@mantine/core";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { CalendarEntry } from "@/api/types";
import { formatHour, formatTime, formatWeekday, todayIn } from "@/lib/dates";
import { hoursOf, minuteNow, placed, type Placed } from "./calendar";
import classes from "./Calendar.module.css";

interface DayGridProps {
  days: string[];
  entries: CalendarEntry[];
  zone: string;
  onOpen: (id: string) => void;
}

/** Days side by side, each entry at its time. */
export function DayGrid({ days, entries, zone, onOpen }: DayGridProps) {
  const columns = days.map((day) => ({ day, all: placed(entries, day, zone) }));
  const { first, last } = hoursOf(columns.flatMap(({ all }) => all));
  const hours = last - first;
  const top = (minutes: number) => `${((minutes - first * 60) / (hours * 60)) * 100}%`;
  const today = todayIn(zone);
  const now = minuteNow(zone);
  return (
    <div className={classes.grid} style={{ "--days": days.length, "--hours": hours } as CSSProperties}>
      <div className={classes.corner} />
      {days.map((day) => (
        <div key={day} className={classes.head} data-today={day === today || undefined} id={`day-${day}`}>
          {formatWeekday(day)}
        </div>
      ))}
      <div className={classes.hours} aria-hidden>
        {Array.from({ length: hours }, (_, index) => (
          <span key={index} className={classes.hour} style={{ top: top((first + index) * 60) }}>
            {formatHour(first + index)}
          </span>
        ))}
      </div>
      {columns.map(({ day, all }) => (
        <ol key={day} className={classes.column} aria-labelledby={`day-${day}`}>
          {all.map((one) => (
            <li
              key={one.entry.starts_at + (one.entry.appointment?.id ?? one.lane)}
              className={classes.place}
              style={{
                top: top(one.from),
                height: `${((one.to - one.from) / (hours * 60)) * 100}%`,
                left: `${(one.lane / one.lanes) * 100}%`,
                width: `${100 / one.lanes}%`,
              }}
            >
              <Entry one={one} zone={zone} onOpen={onOpen} />
            </li>
          ))}
          {day === today && now > first * 60 && now < last * 60 && (
            <li aria-hidden className={classes.now} style={{ top: top(now) }} />
          )}
        </ol>
      ))}
    </div>
  );
}

function Entry({ one, zone, onOpen }: { one: Placed; zone: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const { appointment, starts_at, ends_at } = one.entry;
  const time = `${formatTime(starts_at, zone)} – ${formatTime(ends_at, zone)}`;
  if (!appointment) {
    return (
      <span className={classes.entry} data-taken title={t("appointment.taken_text")}>
        <span className={classes.who}>{t("appointment.taken")}</span> {time}
      </span>
    );
  }
  const { id, kind, status, person, on_hold } = appointment;
  const what = t(`appointment.kinds.${kind}`);
  const hold = on_hold && t("appointment.on_hold_short");
  return (
    <UnstyledButton
      className={classes.entry}
      data-status={status}
      data-compact
      aria-label={[person.name, what, t(`appointment.statuses.${status}`), hold, time]
        .filter(Boolean)
        .join(", ")}
      title={time}
      onClick={() => onOpen(id)}
    >
      <span className={classes.who}>{person.name}</span>
      {[what, status !== "booked" && t(`appointment.statuses.${status}`), hold].filter(Boolean).join(", ")}
    </UnstyledButton>
  );
}
