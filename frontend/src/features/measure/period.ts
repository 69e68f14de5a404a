import dayjs from "dayjs";
import type { MeasureView } from "@/api/types";
import type { MeasureSearch } from "@/app/search";
import { preferences } from "@/lib/preferences";

const DAYS = 90;

/** The last 90 days, unless the URL says another period. */
export const defaultPeriod = () => ({
  from: dayjs().subtract(DAYS, "day").format("YYYY-MM-DD"),
  to: dayjs().format("YYYY-MM-DD"),
});

/** The first or the last day of a month. */
export function dayOfMonth(month: string, last: boolean) {
  const first = dayjs(`${month}-01`);
  return (last ? first.endOf("month") : first).format("YYYY-MM-DD");
}

/** The end of a day, which is when a day that one looks back at was over. */
const endOf = (day: string) => dayjs(day).endOf("day").toISOString();

/** The filters of the URL as the API wants them. */
export function toQuery({ scope, program, team, staff, from, to, asOf, knownAt }: MeasureSearch) {
  const period = defaultPeriod();
  return {
    from: from ?? period.from,
    to: to ?? period.to,
    ...(scope ? { scope } : {}),
    ...(program ? { program_id: program } : {}),
    ...(team ? { team_id: team } : {}),
    ...(staff ? { staff_id: staff } : {}),
    ...(asOf ? { as_of: endOf(asOf) } : {}),
    ...(knownAt ? { known_at: endOf(knownAt) } : {}),
  };
}

const format = (value: number, options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(preferences.get().language, options).format(value);

/** 0.8913 is "89.1%". */
export const percent = (rate: number) => format(rate, { style: "percent", maximumFractionDigits: 1 });

/** A plain number with at most two digits behind the point. */
export const plain = (value: number) => format(value, { maximumFractionDigits: 2 });

/** A value in the unit of its kind. */
export function inUnit(kind: MeasureView["kind"], value: number): string {
  return kind === "proportion" || kind === "mean_of_shares" ? percent(value) : plain(value);
}

const shares = new Set([
  "with_late_cancellations",
  "improved_of_all",
  "followed_up",
  "improved_in_48_hours",
  "first_pass",
  "closed",
]);

/** A figure beside the value in its unit. */
export const figureIn = (code: string, value: number) => (shares.has(code) ? percent(value) : plain(value));

/** Whether a value is at least as good as the target. */
export function meets({ better, rate, target }: Pick<MeasureView, "better" | "rate" | "target">): boolean {
  if (rate == null || target == null) return false;
  return better === "lower" ? rate <= target : rate >= target;
}
