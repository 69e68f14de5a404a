import { Select } from "@mantine/core";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { useMe } from "@/app/me";
import { monthName } from "@/features/measure_board/boards";
import { DayField } from "./DayField";
import { dayOfMonth } from "./period";

interface PeriodProps {
  from: string;
  to: string;
  onChange: (change: { from?: string | undefined; to?: string | undefined }) => void;
}

/** Months that are offered: as many as a period may span. */
const MONTHS = 24;

/** The days of a question. Who sees numbers only asks about whole months, and is offered nothing else. */
export function PeriodFields({ from, to, onChange }: PeriodProps) {
  const { t } = useTranslation();
  const { sees_people } = useMe();
  const Field = sees_people ? DayField : Month;
  return (
    <>
      <Field label={t("measure.from")} value={from} onChange={(day) => onChange({ from: day })} />
      <Field label={t("measure.to")} value={to} last onChange={(day) => onChange({ to: day })} />
    </>
  );
}

interface MonthProps {
  label: string;
  value: string;
  last?: boolean;
  onChange: (day: string | undefined) => void;
}

/** The month of a day; what is chosen is its first or its last day. */
function Month({ label, value, last = false, onChange }: MonthProps) {
  const month = value.slice(0, 7);
  const offered = Array.from({ length: MONTHS }, (_, back) =>
    dayjs().startOf("month").subtract(back, "month").format("YYYY-MM"),
  );
  const data = offered.includes(month) ? offered : [...offered, month];
  return (
    <Select
      label={label}
      value={month}
      allowDeselect={false}
      onChange={(next) => onChange(next ? dayOfMonth(next, last) : undefined)}
      data={data.map((one) => ({ value: one, label: monthName(`${one}-01`) }))}
      w={150}
    />
  );
}
