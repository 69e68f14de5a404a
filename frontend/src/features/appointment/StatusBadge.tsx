import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/types";

const colors: Record<Appointment["status"], string> = {
  proposed: "gray",
  booked: "blue",
  arrived: "teal",
  fulfilled: "teal",
  noshow: "red",
  cancelled: "gray",
};

/** The state of an appointment, in words. */
export function StatusBadge({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { status, cancellation } = appointment;
  return (
    <Badge variant="light" color={colors[status]}>
      {cancellation ? t(`appointment.cancellations.${cancellation}`) : t(`appointment.statuses.${status}`)}
    </Badge>
  );
}
