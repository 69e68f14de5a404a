import { Alert, List } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { formatTime } from "@/lib/dates";

interface SameDayProps {
  caseId: string;
  /** The day in the program's zone. */
  on: string;
  zone: string;
}

/** Says that a colleague is in touch with the person on the same day, so that nobody calls them twice unknowingly. */
export function SameDay({ caseId, on, zone }: SameDayProps) {
  const { t } = useTranslation();
  const { data } = useCall(
    "outreach_list",
    { path: { id: caseId }, query: { on } },
    { enabled: /^\d{4}-\d{2}-\d{2}$/.test(on) },
  );
  if (!data || data.items.length === 0) return null;
  return (
    <Alert
      role="status"
      color="yellow"
      variant="light"
      icon={<IconUsers size={19} aria-hidden />}
      title={t("appointment.same_day")}
    >
      <List size="sm">
        {data.items.map(({ id, staff, at, mode, outcome, appointment_kind }) => (
          <List.Item key={id}>
            {mode
              ? t("appointment.same_day_contact", {
                  name: staff.name,
                  mode: t(`contact.modes.${mode}`).toLowerCase(),
                  time: formatTime(at, zone),
                  outcome: outcome ? t(`contact.outcomes.${outcome}`).toLowerCase() : "",
                })
              : t("appointment.same_day_appointment", {
                  name: staff.name,
                  kind: appointment_kind ? t(`appointment.kinds.${appointment_kind}`).toLowerCase() : "",
                  time: formatTime(at, zone),
                })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
