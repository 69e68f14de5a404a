import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useCapability, useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { AppointmentRow } from "./AppointmentRow";

const AppointmentPanel = lazy(() =>
  import("./AppointmentPanel").then((m) => ({ default: m.AppointmentPanel })),
);

const MOST = 3;

/** The next appointments of one's own day. Silent when there are none. */
export function TodayAppointments() {
  const may = useCapability();
  return may("appointment_read") ? <Shown /> : null;
}

function Shown() {
  const { t } = useTranslation();
  const me = useMe();
  const [shown, show] = useState<string | null>(null);
  const { data } = useCall("appointment_calendar", { query: { from: todayIn(me.time_zone), days: 1 } });
  const open = (data?.items ?? []).flatMap(({ appointment }) =>
    appointment && (appointment.status === "booked" || appointment.status === "arrived") ? [appointment] : [],
  );
  if (open.length === 0) return null;
  return (
    <Section
      title={t("appointment.today_title")}
      actions={
        <Anchor component={Link} to="/calendar" size="sm">
          {t("appointment.show_calendar")}
        </Anchor>
      }
    >
      <Rows>
        {open.slice(0, MOST).map((one) => (
          <AppointmentRow key={one.id} appointment={one} named timeOnly onOpen={() => show(one.id)} />
        ))}
      </Rows>
      <Suspense>{shown && <AppointmentPanel id={shown} onClose={() => show(null)} />}</Suspense>
    </Section>
  );
}
