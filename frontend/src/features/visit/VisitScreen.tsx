import { Button, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconCar } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { VisitDay, VisitStop } from "@/api/types";
import { useMe } from "@/app/me";
import { formatToday, todayIn } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { distance } from "./mileage";
import { OutBoard } from "./OutBoard";
import { Stop, type StopAsk } from "./Stop";
import classes from "./visit.module.css";

const CheckDialog = lazy(() => import("./CheckDialog").then((m) => ({ default: m.CheckDialog })));
const ArriveDialog = lazy(() => import("./ArriveDialog").then((m) => ({ default: m.ArriveDialog })));
const ExtendDialog = lazy(() => import("./ArriveDialog").then((m) => ({ default: m.ExtendDialog })));
const DepartDialog = lazy(() => import("./DepartDialog").then((m) => ({ default: m.DepartDialog })));
const MileageDialog = lazy(() => import("./DepartDialog").then((m) => ({ default: m.MileageDialog })));
const MileagePanel = lazy(() => import("./MileagePanel").then((m) => ({ default: m.MileagePanel })));

/** The visits of one's own day outside the office, who else is out, and how far it was: for a phone in one hand first. */
export function VisitScreen() {
  const { t } = useTranslation();
  useTitle(t("visit.title"));
  const me = useMe();
  const { data, error } = useCall("visit_day_get", { query: { on: todayIn(me.time_zone) } });
  return (
    <Stack gap="md">
      <div>
        <Text c="dimmed" size="sm">
          {formatToday(me.time_zone)}
        </Text>
        <Title order={1}>{t("visit.title")}</Title>
      </div>
      <div className={classes.columns}>
        <Stack gap="md">
          {error && !data && <ProblemNotice error={error} />}
          {!data && !error && <Waiting lines={3} height={120} />}
          {data && <Day day={data} />}
        </Stack>
        <Stack gap="md">
          <OutBoard />
          <Suspense fallback={<Waiting lines={2} height={40} />}>
            <MileagePanel />
          </Suspense>
        </Stack>
      </div>
    </Stack>
  );
}

const isUnderWay = ({ status }: VisitStop) => status === "on_the_way" || status === "arrived";
const isAhead = ({ status }: VisitStop) =>
  status === "planned" || status === "on_the_way" || status === "arrived";

function Day({ day }: { day: VisitDay }) {
  const { t } = useTranslation();
  const [asked, ask] = useState<{ what: StopAsk; id: string } | null>(null);
  const order = useAct("visit_day_order");
  const { stops, totals, can } = day;
  const next = stops.find(isUnderWay) ?? stops.find(isAhead);
  const move = (index: number, by: -1 | 1) => {
    const ids = stops.map(({ appointment }) => appointment.id);
    const [moved] = ids.splice(index, 1);
    if (moved) ids.splice(index + by, 0, moved);
    order.mutate({ body: { on: day.on, appointment_ids: ids } });
  };
  if (stops.length === 0) {
    return (
      <EmptyState
        icon={<IconCar size={34} aria-hidden />}
        title={t("visit.none")}
        text={t("visit.none_text")}
      >
        <Button component={Link} to="/calendar" variant="default">
          {t("appointment.show_calendar")}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      {order.error && <ProblemNotice error={order.error} />}
      <ol className={classes.stops}>
        {stops.map((stop, index) => (
          <Stop
            key={stop.appointment.id}
            stop={stop}
            isNext={stop === next}
            onAsk={(what) => ask({ what, id: stop.appointment.id })}
            onMove={can.includes("visit_day_order") ? (by) => move(index, by) : undefined}
            first={index === 0}
            last={index === stops.length - 1}
          />
        ))}
      </ol>
      {totals.length > 0 && (
        <Text>
          {t("visit.drove_today", {
            distance: totals.map(({ tenths, unit }) => distance(tenths, unit)).join(", "),
          })}
        </Text>
      )}
      <Asked
        what={asked?.what}
        stop={stops.find(({ appointment }) => appointment.id === asked?.id)}
        onClose={() => ask(null)}
      />
    </>
  );
}

interface AskedProps {
  what: StopAsk | undefined;
  stop: VisitStop | undefined;
  onClose: () => void;
}

function Asked({ what, stop, onClose }: AskedProps) {
  if (!what || !stop) return null;
  const { appointment, visit } = stop;
  return (
    <Suspense>
      {what === "check" && <CheckDialog stop={stop} onClose={onClose} />}
      {what === "arrive" && visit && (
        <ArriveDialog appointment={appointment} visit={visit} onClose={onClose} />
      )}
      {what === "extend" && visit && <ExtendDialog visit={visit} onClose={onClose} />}
      {what === "depart" && visit && (
        <DepartDialog appointment={appointment} visit={visit} onClose={onClose} />
      )}
      {what === "mileage" && visit && <MileageDialog visit={visit} onClose={onClose} />}
    </Suspense>
  );
}
