import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useMe } from "@/app/me";
import { formatInstant, todayIn } from "@/lib/dates";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { AppointmentIcon } from "./AppointmentIcon";
import { toRemind } from "./calendar";
import { Tap } from "./Tap";

/** Today, the three days in which people are reminded, and the rest of the last one. */
const DAYS = 5;

interface ToRemindProps {
  /** Whose calendar; one's own when absent. */
  staffId?: string | undefined;
  onOpen: (id: string) => void;
}

/** Whom to remind of what begins soon. Silent when there is nobody. */
export function ToRemind({ staffId, onOpen }: ToRemindProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useCall("appointment_calendar", {
    query: { from: todayIn(me.time_zone), days: DAYS, staff_id: staffId },
  });
  const people = toRemind(data?.items ?? []);
  if (people.length === 0) return null;
  return (
    <Section title={t("appointment.to_remind")}>
      <Text size="sm" c="dimmed" mb="xs">
        {t("appointment.to_remind_text")}
      </Text>
      <Rows label={t("appointment.to_remind")}>
        {people.map((one) => {
          const what = t(`appointment.kinds.${one.kind}`);
          const when = formatInstant(one.starts_at, one.time_zone);
          return (
            <Row
              key={one.id}
              icon={<AppointmentIcon kind={one.kind} />}
              title={`${one.person.name}, ${what.toLowerCase()}`}
              detail={[when, one.place, one.phone].filter(Boolean).join(" · ")}
              actions={
                <>
                  <Tap appointment={one} operation="appointment_remind" of={`${one.person.name}, ${when}`} />
                  <Button
                    size="compact-md"
                    variant="default"
                    onClick={() => onOpen(one.id)}
                    aria-label={t("appointment.open_one", { what: one.person.name, when })}
                  >
                    {t("appointment.open")}
                  </Button>
                </>
              }
            />
          );
        })}
      </Rows>
    </Section>
  );
}
