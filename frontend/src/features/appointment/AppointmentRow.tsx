import { Badge, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/types";
import { formatInstant, formatTime } from "@/lib/dates";
import { Row } from "@/ui/Rows";
import { AppointmentIcon } from "./AppointmentIcon";
import { StatusBadge } from "./StatusBadge";

interface AppointmentRowProps {
  appointment: Appointment;
  /** Says with whom, where the screen is not about one person. */
  named?: boolean;
  /** Only the time of day, where the day is clear. */
  timeOnly?: boolean;
  onOpen: () => void;
}

/** One appointment in a list. */
export function AppointmentRow({ appointment, named, timeOnly, onOpen }: AppointmentRowProps) {
  const { t } = useTranslation();
  const { kind, title, person, starts_at, ends_at, time_zone, attendees, place, needs_notice, on_hold } =
    appointment;
  const what = t(`appointment.kinds.${kind}`);
  const begin = timeOnly ? formatTime(starts_at, time_zone) : formatInstant(starts_at, time_zone);
  return (
    <Row
      icon={<AppointmentIcon kind={kind} />}
      title={named ? `${person.name}, ${what.toLowerCase()}` : [what, title].filter(Boolean).join(": ")}
      detail={[
        `${begin} – ${formatTime(ends_at, time_zone)}`,
        named ? title : attendees.map(({ name }) => name).join(", "),
        place,
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <>
          {on_hold && (
            <Badge color="orange" variant="light">
              {t("appointment.on_hold_short")}
            </Badge>
          )}
          {needs_notice && (
            <Badge color="yellow" variant="light">
              {t("appointment.needs_notice_short")}
            </Badge>
          )}
          <StatusBadge appointment={appointment} />
          <Button
            size="compact-md"
            variant="default"
            onClick={onOpen}
            aria-label={t("appointment.open_one", { what: named ? person.name : what, when: begin })}
          >
            {t("appointment.open")}
          </Button>
        </>
      }
    />
  );
}
