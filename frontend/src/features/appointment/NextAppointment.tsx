import { IconCalendarClock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useMe } from "@/app/me";
import { formatInstant, isPast, todayIn } from "@/lib/dates";

const DAYS = 60;

/** The next appointment of a person, at a glance. */
export function NextAppointment({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useCall("appointment_list", {
    path: { id: personId },
    query: { from: todayIn(me.time_zone), days: DAYS },
  });
  const next = data?.items.find(({ status, ends_at }) => status === "booked" && !isPast(ends_at));
  if (!next) return null;
  return (
    <span>
      <IconCalendarClock size={17} aria-hidden />
      <Link
        from="/people/$personId"
        to="/people/$personId"
        params={{ personId }}
        search={(now) => ({ case: now.case, tab: "appointments" })}
      >
        {t("appointment.next_one", {
          what: t(`appointment.kinds.${next.kind}`).toLowerCase(),
          when: formatInstant(next.starts_at, next.time_zone),
        })}
      </Link>
    </span>
  );
}
