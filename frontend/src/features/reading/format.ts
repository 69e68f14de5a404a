import type { Schemas } from "@/api/types";

export type Reading = Schemas["HomeReadingView"];
export type Kind = Schemas["ReadingKind"];
export type Unit = Schemas["ReadingUnit"];
export type Limits = Schemas["ReadingLimits"];

export const kinds = [
  "weight",
  "blood_pressure",
  "heart_rate",
  "oxygen_saturation",
  "glucose",
  "temperature",
  "pain",
] as const satisfies readonly Kind[];

/** The units in which something may be written down; the first one is that in which it is kept. */
export const unitsOf: Record<Kind, readonly [Unit, ...Unit[]]> = {
  weight: ["kg", "[lb_av]"],
  blood_pressure: ["mm[Hg]"],
  heart_rate: ["/min"],
  oxygen_saturation: ["%"],
  glucose: ["mg/dL", "mmol/L"],
  temperature: ["Cel", "[degF]"],
  pain: ["{score}"],
};

const POUNDS_OF_KILOGRAM = 2.204_622_62;

const number = (value: number, digits: number) =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value);

/** A value without its unit: both values of a blood pressure. */
export function plainValue({ value, second }: { value: number; second?: number | null }): string {
  return second == null ? number(value, 2) : `${number(value, 0)}/${number(second, 0)}`;
}

/** A value in the unit in which it is kept, and in that of the country where they differ. */
export function valueText(
  kind: Kind,
  reading: { value: number; second?: number | null },
  unit: (code: Unit) => string,
): string {
  const kept = `${plainValue(reading)} ${unit(unitsOf[kind][0])}`;
  if (kind === "weight")
    return `${kept} (${number(reading.value * POUNDS_OF_KILOGRAM, 1)} ${unit("[lb_av]")})`;
  if (kind === "temperature") return `${kept} (${number(reading.value * 1.8 + 32, 1)} ${unit("[degF]")})`;
  return kept;
}

export interface Scale {
  low: number;
  high: number;
}

/** What the chart of a kind spans: every value and every bound, with air above and below. */
export function scaleOf(readings: readonly Reading[], limits: Limits): Scale {
  const values = readings.flatMap(({ value, second }) => (second == null ? [value] : [value, second]));
  const bounds = [limits.low, limits.high, limits.second_low, limits.second_high];
  const all = [...values, ...bounds.filter((bound) => bound != null)];
  if (all.length === 0) return { low: 0, high: 1 };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = (high - low || Math.abs(high) * 0.1 || 1) * 0.08;
  return { low: low - air, high: high + air };
}

/** Readings that count, the earliest first, as a chart draws them. */
export const forChart = (readings: readonly Reading[]) =>
  readings
    .filter(({ status }) => status === "valid")
    .toSorted((a, b) => Date.parse(a.taken_at) - Date.parse(b.taken_at));
