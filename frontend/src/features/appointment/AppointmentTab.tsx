import { Stack, Text } from "@mantine/core";
import dayjs from "dayjs";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Appointment, CaseView } from "@/api/types";
import { useMe } from "@/app/me";
import { formatDate, isPast, todayIn } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { AppointmentRow } from "./AppointmentRow";
import { EarlierDays } from "./EarlierDays";
import { openAppointment } from "./open";

const AppointmentPanel = lazy(() =>
  import("./AppointmentPanel").then((m) => ({ default: m.AppointmentPanel })),
);
const VisitPlanDialog = lazy(() => import("./VisitPlanDialog").then((m) => ({ default: m.VisitPlanDialog })));

const BACK_DAYS = 120;
const SHOWN_DAYS = 400;

interface AppointmentTabProps {
  personId: string;
  current: CaseView | undefined;
}

/** What is planned with a person, and what became of what was. */
export function AppointmentTab({ personId, current }: AppointmentTabProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [shown, show] = useState<string | null>(null);
  const [planning, plan] = useState(false);
  const from = dayjs(todayIn(me.time_zone)).subtract(BACK_DAYS, "day").format("YYYY-MM-DD");
  const { data, error } = useCall("appointment_list", {
    path: { id: personId },
    query: { from, days: SHOWN_DAYS },
  });
  const items = data?.items ?? [];
  const ahead = items.filter(({ settled_at, ends_at }) => !settled_at && !isPast(ends_at));
  const open = items.filter(({ settled_at, ends_at }) => !settled_at && isPast(ends_at));
  const earlier = items.filter(({ settled_at }) => settled_at).toReversed();
  const rows = (list: Appointment[]) => (
    <Rows>
      {list.map((one) => (
        <AppointmentRow key={one.id} appointment={one} onOpen={() => show(one.id)} />
      ))}
    </Rows>
  );
  return (
    <Stack gap="md">
      {error && !data && <ProblemNotice error={error} />}
      {open.length > 0 && <Section title={t("appointment.unsettled")}>{rows(open)}</Section>}
      <Section
        title={t("appointment.upcoming")}
        actions={
          <>
            <ActionButton
              variant="default"
              can={current?.can ?? []}
              operation="visit_plan_create"
              onClick={() => plan(true)}
            >
              {t("appointment.plan")}
            </ActionButton>
            <ActionButton
              can={current?.can ?? []}
              operation="appointment_create"
              onClick={() => openAppointment()}
            >
              {t("appointment.create")}
            </ActionButton>
          </>
        }
      >
        {!data && !error && <Waiting lines={3} />}
        {data && ahead.length === 0 && <Text c="dimmed">{t("appointment.none")}</Text>}
        {rows(ahead)}
      </Section>
      <Section title={t("appointment.earlier")}>
        {data && earlier.length === 0 && (
          <Text c="dimmed">{t("appointment.none_earlier", { day: formatDate(from) })}</Text>
        )}
        {rows(earlier)}
        <EarlierDays key={personId} personId={personId} before={from} rows={rows} />
      </Section>
      <Suspense>
        {shown && <AppointmentPanel id={shown} onClose={() => show(null)} />}
        {planning && current && <VisitPlanDialog current={current} onClose={() => plan(false)} />}
      </Suspense>
    </Stack>
  );
}
