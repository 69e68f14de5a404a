import dayjs from "dayjs";
import type { MeasureSearch } from "@/app/search";
import { preferences } from "@/lib/preferences";

const DAYS = 90;

/** The last 90 days, unless the URL says another period. */
export const defaultPeriod = () => ({
  from: dayjs().subtract(DAYS, "day").format("YYYY-MM-DD"),
  to: dayjs().format("YYYY-MM-DD"),
});

/** The filters of the URL as the API wants them. */
export function toQuery({ scope, program, from, to }: MeasureSearch) {
  const period = defaultPeriod();
  return {
    from: from ?? period.from,
    to: to ?? period.to,
    ...(scope ? { scope } : {}),
    ...(program ? { program_id: program } : {}),
  };
}

/** 0.8913 is "89.1%". */
export const percent = (rate: number) =>
  new Intl.NumberFormat(preferences.get().language, { style: "percent", maximumFractionDigits: 1 }).format(
    rate,
  );
