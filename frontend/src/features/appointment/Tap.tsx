import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Appointment } from "@/api/types";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";

/** What one tap does, and what it says when it is done. */
const taps = {
  appointment_book: ["appointment.book", "appointment.booked"],
  appointment_arrive: ["appointment.arrive", "appointment.arrived_now"],
  appointment_remind: ["appointment.remind", "appointment.reminded_now"],
  appointment_notify: ["appointment.notify", "appointment.notified"],
} as const;

interface TapProps {
  appointment: Appointment;
  operation: keyof typeof taps;
  /** Whom or what it is about, where several such buttons stand on the screen. */
  of?: string;
}

/** An action that asks for nothing. */
export function Tap({ appointment, operation, of }: TapProps) {
  const { t } = useTranslation();
  const [label, done] = taps[operation];
  const act = useAct(operation, { onSuccess: () => showDone(t(done)) });
  if (!appointment.can.includes(operation)) return null;
  return (
    <>
      {act.error && <ProblemNotice error={act.error} />}
      <Button
        variant={operation === "appointment_remind" ? "default" : "filled"}
        size="sm"
        loading={act.isPending}
        {...(of ? { "aria-label": `${t(label)}: ${of}` } : {})}
        onClick={() => act.mutate({ path: { id: appointment.id }, version: appointment.version })}
      >
        {t(label)}
      </Button>
    </>
  );
}
