import { ActionIcon, Alert, Anchor, Badge, Button, Group, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconLanguage,
  IconMapPin,
  IconPhone,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { VisitStop } from "@/api/types";
import { formatTime } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { distance } from "./mileage";
import { SafetyNotice } from "./SafetyNotice";
import classes from "./visit.module.css";

export type StopAsk = "check" | "arrive" | "extend" | "depart" | "mileage";

const colors: Record<VisitStop["status"], string> = {
  planned: "blue",
  on_the_way: "indigo",
  arrived: "teal",
  departed: "gray",
  cancelled: "gray",
};

interface StopProps {
  stop: VisitStop;
  isNext: boolean;
  onAsk: (what: StopAsk) => void;
  /** Earlier or later in the day; nothing where it can't be moved. */
  onMove?: ((by: -1 | 1) => void) | undefined;
  first: boolean;
  last: boolean;
}

/** One stop of the day, with what to know and what to do next. */
export function Stop({ stop, isNext, onAsk, onMove, first, last }: StopProps) {
  const { t } = useTranslation();
  const { appointment, status, address, phone, interpreter_needed, visit } = stop;
  const { person, starts_at, ends_at, time_zone, title } = appointment;
  const ahead = status === "planned" || status === "on_the_way" || status === "arrived";
  return (
    <li className={classes.stop} data-next={isNext || undefined}>
      <div className={classes.head}>
        <Text fw={650}>
          {formatTime(starts_at, time_zone)} – {formatTime(ends_at, time_zone)}
        </Text>
        <Group gap="xs">
          <Badge variant="light" color={colors[status]}>
            {t(`visit.statuses.${status}`)}
          </Badge>
          {onMove && (
            <>
              <ActionIcon
                variant="default"
                size={44}
                disabled={first}
                aria-label={t("visit.earlier", { name: person.name })}
                onClick={() => onMove(-1)}
              >
                <IconArrowUp size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={44}
                disabled={last}
                aria-label={t("visit.later", { name: person.name })}
                onClick={() => onMove(1)}
              >
                <IconArrowDown size={18} aria-hidden />
              </ActionIcon>
            </>
          )}
        </Group>
      </div>
      <Title order={2} size="h3">
        <Link to="/people/$personId" params={{ personId: person.id }} search={{ case: appointment.case_id }}>
          {person.name}
        </Link>
      </Title>
      {title && <Text c="dimmed">{title}</Text>}
      {address && (
        <div className={classes.fact}>
          <IconMapPin size={18} aria-hidden />
          <Text>{address}</Text>
        </div>
      )}
      {ahead && phone && (
        <div className={classes.fact}>
          <IconPhone size={18} aria-hidden />
          <Anchor href={`tel:${phone}`}>{phone}</Anchor>
        </div>
      )}
      {ahead && interpreter_needed && (
        <div className={classes.fact}>
          <IconLanguage size={18} aria-hidden />
          <Text>{t("visit.interpreter")}</Text>
        </div>
      )}
      {appointment.on_hold && (
        <Alert color="orange" variant="light" mt="xs" title={t("appointment.on_hold")} />
      )}
      {ahead && (
        <div className={classes.actions}>
          <SafetyNotice stop={stop} />
          <There stop={stop} />
          <Steps stop={stop} onAsk={onAsk} />
        </div>
      )}
      {visit?.mileage && (
        <Text size="sm" mt="xs">
          {t("visit.drove", { distance: distance(visit.mileage.tenths, visit.mileage.unit) })}
        </Text>
      )}
      {!ahead && visit?.can.includes("visit_mileage") && (
        <Button mt="xs" variant="default" onClick={() => onAsk("mileage")}>
          {t("visit.mileage")}
        </Button>
      )}
    </li>
  );
}

/** Since when one is there and until when; what follows when it takes longer. */
function There({ stop: { visit, appointment } }: { stop: VisitStop }) {
  const { t } = useTranslation();
  const since = visit?.status === "arrived" ? visit.arrived_at : visit?.set_out_at;
  if (!visit || visit.status === "departed" || !since || !visit.expected_end_at) return null;
  const words = {
    since: formatTime(since, appointment.time_zone),
    until: formatTime(visit.expected_end_at, appointment.time_zone),
  };
  if (!visit.is_overdue)
    return <Text>{t(visit.arrived_at ? "visit.there" : "visit.on_the_way", words)}</Text>;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t("visit.overdue")} role="alert">
      {t(visit.arrived_at ? "visit.overdue_text" : "visit.overdue_way", words)}
      {visit.alarm_id && (
        <div>
          <Link
            to="/people/$personId"
            params={{ personId: visit.person.id }}
            search={{ tab: "overview", focus: visit.alarm_id, case: visit.case_id }}
          >
            {t("visit.open_alert")}
          </Link>
        </div>
      )}
    </Alert>
  );
}

/** What comes next, big enough for a thumb. */
function Steps({ stop, onAsk }: { stop: VisitStop; onAsk: (what: StopAsk) => void }) {
  const { t } = useTranslation();
  const { visit, can_check } = stop;
  const can = visit?.can ?? [];
  const isThere = visit?.status === "arrived";
  const out = useAct("visit_set_out", { onSuccess: () => showDone(t("visit.set_out_now")) });
  return (
    <>
      {out.error && <ProblemNotice error={out.error} />}
      {!visit && can_check && (
        <Button size="lg" onClick={() => onAsk("check")}>
          {t("visit.check")}
        </Button>
      )}
      {visit && can.includes("visit_set_out") && (
        <Button
          size="lg"
          loading={out.isPending}
          onClick={() => out.mutate({ path: { id: visit.id }, version: visit.version, body: {} })}
        >
          {t("visit.set_out")}
        </Button>
      )}
      {can.includes("visit_arrive") && (
        <Button
          size="lg"
          variant={can.includes("visit_set_out") ? "default" : "filled"}
          onClick={() => onAsk("arrive")}
        >
          {t("visit.arrive")}
        </Button>
      )}
      {can.includes("visit_depart") && (
        <Button size="lg" variant={isThere ? "filled" : "default"} onClick={() => onAsk("depart")}>
          {t(isThere ? "visit.depart" : "visit.turn_back")}
        </Button>
      )}
      {can.includes("visit_extend") && (
        <Button size="lg" variant="default" onClick={() => onAsk("extend")}>
          {t("visit.extend")}
        </Button>
      )}
      {visit && can_check && (
        <Button variant="subtle" onClick={() => onAsk("check")}>
          {t("visit.check_again")}
        </Button>
      )}
    </>
  );
}
