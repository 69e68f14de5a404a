import { ActionIcon, Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { IconCalendarOff, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CalendarEntry } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { calendarViews } from "@/app/search";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { foreignZone, formatTime, formatWeekday, todayIn } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { AppointmentRow } from "./AppointmentRow";
import { daysOf, placed, shift } from "./calendar";
import { DayGrid } from "./DayGrid";
import { openAppointment } from "./open";
import { ToRemind } from "./ToRemind";
import classes from "./Calendar.module.css";

const AppointmentPanel = lazy(() =>
  import("./AppointmentPanel").then((m) => ({ default: m.AppointmentPanel })),
);

const route = getRouteApi("/calendar");

/** A calendar by day or week: one's own, or that of a colleague. On a phone it is a list. */
export function CalendarScreen() {
  const { t } = useTranslation();
  useTitle(t("appointment.calendar"));
  const me = useMe();
  const may = useCapability();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isPhone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const [shown, show] = useState<string | null>(null);
  const view = search.view ?? (isPhone ? "day" : "week");
  const today = todayIn(me.time_zone);
  const day = search.day ?? today;
  const days = daysOf(view, day);
  const go = (part: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const { data, error, refetch } = useCall(
    "appointment_calendar",
    { query: { from: days[0] ?? day, days: days.length, staff_id: search.staff } },
    { placeholderData: keepPreviousData },
  );
  const zone = foreignZone(me.time_zone);
  const step = view === "week" ? 7 : 1;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" gap="xs">
        <div>
          <Title order={1}>{t("appointment.calendar")}</Title>
          {zone && <Text c="dimmed">{t("appointment.zone", { zone })}</Text>}
        </div>
        {may("appointment_write") && (
          <Group gap="xs">
            <Button component={Link} to="/visit-day" variant="default">
              {t("appointment.visit_day")}
            </Button>
            <Button onClick={() => openAppointment(null)}>{t("appointment.create")}</Button>
          </Group>
        )}
      </Group>
      <div className={classes.bar}>
        <Group gap={6} wrap="nowrap" align="flex-end">
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t("appointment.previous")}
            onClick={() => go({ day: shift(day, -step) })}
          >
            <IconChevronLeft size={19} aria-hidden />
          </ActionIcon>
          <TextInput
            type="date"
            label={t("appointment.day")}
            value={day}
            onChange={(event) => event.currentTarget.value && go({ day: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t("appointment.next")}
            onClick={() => go({ day: shift(day, step) })}
          >
            <IconChevronRight size={19} aria-hidden />
          </ActionIcon>
          <Button variant="default" onClick={() => go({ day: undefined })} disabled={days.includes(today)}>
            {t("appointment.to_today")}
          </Button>
        </Group>
        <SegmentedControl
          aria-label={t("appointment.view")}
          value={view}
          onChange={(next) => go({ view: calendarViews.find((known) => known === next) })}
          data={calendarViews.map((one) => ({ value: one, label: t(`appointment.views.${one}`) }))}
        />
        <StaffSelect
          label={t("appointment.whose")}
          value={search.staff ?? me.id}
          onChange={(staff) => go({ staff: !staff || staff === me.id ? undefined : staff })}
          allowDeselect={false}
        />
      </div>
      {error && !data && (
        <ProblemNotice error={error}>
          <Button variant="default" w="fit-content" onClick={() => void refetch()}>
            {t("action.try_again")}
          </Button>
        </ProblemNotice>
      )}
      {!data && !error && <Waiting lines={8} />}
      {data && !isPhone && <DayGrid days={days} entries={data.items} zone={me.time_zone} onOpen={show} />}
      {data?.items.length === 0 && !isPhone && <Text c="dimmed">{t("appointment.free_text")}</Text>}
      {data && isPhone && <Agenda days={days} entries={data.items} zone={me.time_zone} onOpen={show} />}
      <ToRemind staffId={search.staff} onOpen={show} />
      <Suspense>{shown && <AppointmentPanel id={shown} onClose={() => show(null)} />}</Suspense>
    </Stack>
  );
}

interface AgendaProps {
  days: string[];
  entries: CalendarEntry[];
  zone: string;
  onOpen: (id: string) => void;
}

/** The days as lists, for narrow screens. */
function Agenda({ days, entries, zone, onOpen }: AgendaProps) {
  const { t } = useTranslation();
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={<IconCalendarOff size={34} aria-hidden />}
        title={t("appointment.free_title")}
        text={t("appointment.free_text")}
      />
    );
  }
  return (
    <div className={classes.agenda}>
      {days.map((day) => {
        const all = placed(entries, day, zone);
        return (
          <Section key={day} title={formatWeekday(day)}>
            {all.length === 0 && <Text c="dimmed">{t("appointment.free")}</Text>}
            <Rows>
              {all.map(({ entry }, index) =>
                entry.appointment ? (
                  <AppointmentRow
                    key={entry.appointment.id}
                    appointment={entry.appointment}
                    named
                    timeOnly
                    onOpen={() => entry.appointment && onOpen(entry.appointment.id)}
                  />
                ) : (
                  <Row
                    key={entry.starts_at + String(index)}
                    title={t("appointment.taken")}
                    detail={`${formatTime(entry.starts_at, zone)} – ${formatTime(entry.ends_at, zone)}`}
                  />
                ),
              )}
            </Rows>
          </Section>
        );
      })}
    </div>
  );
}
