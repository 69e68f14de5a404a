import type { MileageMonth, Schemas } from "@/api/types";
import { formatTime } from "@/lib/dates";

type Unit = Schemas["DistanceUnit"];

/** A distance in words: tenths as the odometer shows them, with the unit. */
export function distance(tenths: number, unit: Unit): string {
  return `${(tenths / 10).toFixed(1)} ${unit}`;
}

/** What was typed as a distance, in tenths; nothing where nothing was typed. */
export function tenthsOf(typed: string | number): number | null {
  if (typed === "") return null;
  const value = typeof typed === "number" ? typed : Number(typed.replace(",", "."));
  return Number.isFinite(value) ? Math.round(value * 10) : null;
}

/** A cell of a CSV file. What a spreadsheet would take for a formula is kept a text. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The ways of a month as a CSV file, one row for each visit and one for each total. */
export function csvOf(
  month: MileageMonth,
  words: { heads: string[]; kind: (kind: string) => string; total: string },
): string {
  const time = (at: string | null | undefined) => (at ? formatTime(at, month.time_zone) : "");
  const odometer = (tenths: number | null | undefined) => (tenths == null ? "" : (tenths / 10).toFixed(1));
  const rows = month.rows.map((row) => [
    row.on,
    month.staff.name,
    words.kind(row.kind),
    time(row.set_out_at),
    time(row.arrived_at),
    time(row.departed_at),
    odometer(row.mileage.odometer_start),
    odometer(row.mileage.odometer_end),
    (row.mileage.tenths / 10).toFixed(1),
    row.mileage.unit,
  ]);
  const totals = month.totals.map(({ tenths, unit }) => [
    words.total,
    month.staff.name,
    ...Array.from({ length: 6 }, () => ""),
    (tenths / 10).toFixed(1),
    unit,
  ]);
  return [words.heads, ...rows, ...totals].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
