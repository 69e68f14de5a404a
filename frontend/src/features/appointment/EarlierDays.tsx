import { Button, Text } from "@mantine/core";
import dayjs from "dayjs";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Appointment } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";

/** As many days as one request may ask for. */
const SPAN_DAYS = 400;

interface EarlierDaysProps {
  personId: string;
  /** The first day that is shown already. */
  before: string;
  rows: (appointments: Appointment[]) => ReactNode;
}

/** Appointments from before the days that are shown, further back with each press of the button. */
export function EarlierDays({ personId, before, rows }: EarlierDaysProps) {
  const { t } = useTranslation();
  const [spans, setSpans] = useState(0);
  const firstOf = (span: number) =>
    dayjs(before)
      .subtract(SPAN_DAYS * span, "day")
      .format("YYYY-MM-DD");
  return (
    <>
      {Array.from({ length: spans }, (_, index) => (
        <Span key={firstOf(index + 1)} personId={personId} from={firstOf(index + 1)} rows={rows} />
      ))}
      <Button variant="default" mt="sm" w="fit-content" onClick={() => setSpans(spans + 1)}>
        {t("appointment.before", { day: formatDate(firstOf(spans)) })}
      </Button>
    </>
  );
}

function Span({ personId, from, rows }: { personId: string; from: string } & Pick<EarlierDaysProps, "rows">) {
  const { t } = useTranslation();
  const { data, error } = useCall("appointment_list", {
    path: { id: personId },
    query: { from, days: SPAN_DAYS },
  });
  if (error && !data) return <ProblemNotice error={error} />;
  if (!data) return <Waiting lines={2} />;
  const last = dayjs(from)
    .add(SPAN_DAYS - 1, "day")
    .format("YYYY-MM-DD");
  if (data.items.length === 0)
    return (
      <Text c="dimmed">
        {t("appointment.none_between", { from: formatDate(from), to: formatDate(last) })}
      </Text>
    );
  return rows(data.items.toReversed());
}
