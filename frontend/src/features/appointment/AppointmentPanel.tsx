import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconVideo } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OperationId } from "@/api/client";
import { useCall } from "@/api/hooks";
import type { Appointment } from "@/api/types";
import { formatInstant, formatTime } from "@/lib/dates";
import { Facts } from "@/ui/Facts";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { CancelDialog, KeepDialog, MissDialog, MoveDialog } from "./OutcomeDialogs";
import { StatusBadge } from "./StatusBadge";
import { Tap } from "./Tap";

type Asked = "move" | "keep" | "miss" | "cancel";

interface AppointmentPanelProps {
  id: string;
  onClose: () => void;
}

/** One appointment, and what can be done with it. */
export function AppointmentPanel({ id, onClose }: AppointmentPanelProps) {
  const { t } = useTranslation();
  const { data, error } = useCall("appointment_get", { path: { id } });
  const [asked, ask] = useState<Asked | null>(null);
  const back = () => ask(null);
  return (
    <>
      <Modal
        opened={!asked}
        onClose={onClose}
        size="lg"
        title={data ? t(`appointment.kinds.${data.kind}`) : t("appointment.appointments")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {error && !data && <ProblemNotice error={error} />}
        {!data && !error && <Waiting lines={4} />}
        {data && <Shown appointment={data} onAsk={ask} onLeave={onClose} />}
      </Modal>
      {data && asked === "move" && <MoveDialog appointment={data} onClose={back} />}
      {data && asked === "keep" && <KeepDialog appointment={data} onClose={back} />}
      {data && asked === "miss" && <MissDialog appointment={data} onClose={back} />}
      {data && asked === "cancel" && <CancelDialog appointment={data} onClose={back} />}
    </>
  );
}

interface ShownProps {
  appointment: Appointment;
  onAsk: (what: Asked) => void;
  onLeave: () => void;
}

function Shown({ appointment, onAsk, onLeave }: ShownProps) {
  const { t } = useTranslation();
  const { person, starts_at, ends_at, time_zone, attendees, link, phone, needs_notice } = appointment;
  const when = (at: string | null) => at && formatInstant(at, time_zone);
  const facts: [string, string | null | undefined][] = [
    [t("appointment.about"), appointment.title],
    [t("appointment.attendees"), attendees.map(({ name }) => name).join(", ")],
    [t("appointment.where.place"), appointment.place],
    [
      appointment.status === "cancelled" ? t("appointment.cancel_reason") : t("appointment.miss_reason"),
      appointment.reason,
    ],
  ];
  return (
    <Stack gap="md">
      <Group gap="sm">
        <Text fw={650} size="lg">
          {formatInstant(starts_at, time_zone)} – {formatTime(ends_at, time_zone)}
        </Text>
        <StatusBadge appointment={appointment} />
      </Group>
      <Link
        to="/people/$personId"
        params={{ personId: person.id }}
        search={{ tab: "appointments", case: appointment.case_id }}
        onClick={onLeave}
      >
        {person.name}
      </Link>
      <Facts items={facts.filter(([, value]) => value)} />
      {(appointment.series_id ?? appointment.reminded_at ?? appointment.arrived_at) && (
        <Text size="sm" c="dimmed">
          {[
            appointment.series_id && t("appointment.series"),
            appointment.reminded_at && t("appointment.reminded", { when: when(appointment.reminded_at) }),
            appointment.arrived_at && t("appointment.arrived", { when: when(appointment.arrived_at) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      )}
      {link && (
        <Button
          component="a"
          href={link}
          target="_blank"
          rel="noreferrer"
          variant="light"
          w="fit-content"
          leftSection={<IconVideo size={17} aria-hidden />}
        >
          {t("appointment.open_link")}
        </Button>
      )}
      {phone && <Anchor href={`tel:${phone}`}>{phone}</Anchor>}
      {appointment.on_hold && <Alert color="orange" variant="light" title={t("appointment.on_hold")} />}
      {needs_notice && <Alert color="yellow" variant="light" title={t("appointment.needs_notice")} />}
      <Actions appointment={appointment} onAsk={onAsk} />
    </Stack>
  );
}

function Actions({ appointment, onAsk }: Pick<ShownProps, "appointment" | "onAsk">) {
  const { t } = useTranslation();
  const can = (operation: OperationId) => appointment.can.includes(operation);
  if (appointment.can.length === 0) return null;
  return (
    <Group gap="xs">
      <Tap appointment={appointment} operation="appointment_book" />
      <Tap appointment={appointment} operation="appointment_arrive" />
      {can("appointment_keep") && <Button onClick={() => onAsk("keep")}>{t("appointment.keep")}</Button>}
      {can("appointment_miss") && (
        <Button variant="default" onClick={() => onAsk("miss")}>
          {t("appointment.miss")}
        </Button>
      )}
      <Tap appointment={appointment} operation="appointment_notify" />
      <Tap appointment={appointment} operation="appointment_remind" />
      {can("appointment_move") && (
        <Button variant="default" onClick={() => onAsk("move")}>
          {t("appointment.move")}
        </Button>
      )}
      {can("appointment_cancel") && (
        <Button variant="default" onClick={() => onAsk("cancel")}>
          {t("appointment.cancel")}
        </Button>
      )}
    </Group>
  );
}
