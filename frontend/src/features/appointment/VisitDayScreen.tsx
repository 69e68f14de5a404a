import { Button, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconCar } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Appointment } from "@/api/types";
import { useMe } from "@/app/me";
import { formatTime, formatToday, todayIn } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { visitsOf } from "./calendar";
import { StatusBadge } from "./StatusBadge";
import { Tap } from "./Tap";
import classes from "./VisitDay.module.css";

const KeepDialog = lazy(() => import("./OutcomeDialogs").then((m) => ({ default: m.KeepDialog })));
const MissDialog = lazy(() => import("./OutcomeDialogs").then((m) => ({ default: m.MissDialog })));

type Asked = { what: "keep" | "miss"; stop: Appointment };

/** The visits of one's own day outside the office, one after the other: for a phone in one hand. */
export function VisitDayScreen() {
  const { t } = useTranslation();
  useTitle(t("appointment.visit_day"));
  const me = useMe();
  const [asked, ask] = useState<Asked | null>(null);
  const { data, error } = useCall("appointment_calendar", {
    query: { from: todayIn(me.time_zone), days: 1 },
  });
  const stops = visitsOf(data?.items ?? []);
  const next = stops.find(({ settled_at }) => !settled_at);
  const close = () => ask(null);
  return (
    <Stack gap="md" className={classes.screen}>
      <div>
        <Text c="dimmed" size="sm">
          {formatToday(me.time_zone)}
        </Text>
        <Title order={1}>{t("appointment.visit_day")}</Title>
      </div>
      {error && !data && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={3} height={120} />}
      {data && stops.length === 0 && (
        <EmptyState
          icon={<IconCar size={34} aria-hidden />}
          title={t("appointment.no_visits")}
          text={t("appointment.no_visits_text")}
        >
          <Button component={Link} to="/calendar" variant="default">
            {t("appointment.show_calendar")}
          </Button>
        </EmptyState>
      )}
      <ol className={classes.stops}>
        {stops.map((stop) => (
          <Stop key={stop.id} stop={stop} isNext={stop === next} onAsk={(what) => ask({ what, stop })} />
        ))}
      </ol>
      <Suspense>
        {asked?.what === "keep" && <KeepDialog appointment={asked.stop} onClose={close} />}
        {asked?.what === "miss" && <MissDialog appointment={asked.stop} onClose={close} />}
      </Suspense>
    </Stack>
  );
}

interface StopProps {
  stop: Appointment;
  isNext: boolean;
  onAsk: (what: Asked["what"]) => void;
}

function Stop({ stop, isNext, onAsk }: StopProps) {
  const { t } = useTranslation();
  const { person, starts_at, ends_at, time_zone, arrived_at, can } = stop;
  const arrived = arrived_at && !stop.settled_at;
  return (
    <li className={classes.stop} data-next={isNext || undefined}>
      <div className={classes.head}>
        <Text fw={650}>
          {formatTime(starts_at, time_zone)} – {formatTime(ends_at, time_zone)}
        </Text>
        <StatusBadge appointment={stop} />
      </div>
      <Title order={2} size="h3">
        <Link to="/people/$personId" params={{ personId: person.id }}>
          {person.name}
        </Link>
      </Title>
      {stop.place && <Text>{stop.place}</Text>}
      {stop.title && <Text c="dimmed">{stop.title}</Text>}
      {arrived && (
        <Text size="sm">{t("appointment.arrived", { when: formatTime(arrived_at, time_zone) })}</Text>
      )}
      <Stack gap="xs" mt="xs">
        <Tap appointment={stop} operation="appointment_arrive" big />
        {arrived && can.includes("appointment_keep") && (
          <Button size="lg" onClick={() => onAsk("keep")}>
            {t("appointment.keep")}
          </Button>
        )}
        {arrived && can.includes("appointment_miss") && (
          <Button size="lg" variant="default" onClick={() => onAsk("miss")}>
            {t("appointment.miss")}
          </Button>
        )}
      </Stack>
    </li>
  );
}
