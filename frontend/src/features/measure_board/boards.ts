import type { MeasureMonth, MeasureTile } from "@/api/types";
import { boards, type BoardSearch, type MeasureSearch, type PopulationSearch } from "@/app/search";
import { preferences } from "@/lib/preferences";

export type BoardCode = (typeof boards)[number];

/** The filters of the URL as the API wants them. */
export function toQuery({ scope, program, from, to }: BoardSearch) {
  return {
    ...(scope ? { scope } : {}),
    ...(program ? { program_id: program } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

/** What is counted on a board, as the server understood it. */
interface Counted {
  scope: "mine" | "team";
  program?: { id: string } | null;
  from: string;
  to: string;
}

/** The filters with which a measure lists exactly the people that a board counted. */
export function peopleOf({ scope, program, from, to }: Counted): MeasureSearch {
  return { scope, from, to, ...(program ? { program: program.id } : {}) };
}

interface Kept {
  kind: "board" | "measure" | "population";
  subject?: string | null;
  scope?: "mine" | "team" | null;
  program_id?: string | null;
  from?: string | null;
  to?: string | null;
}

/** The filters that a saved report opens with. */
export function filtersOf({ scope, program_id, from, to }: Kept): MeasureSearch & PopulationSearch {
  return {
    ...(scope ? { scope } : {}),
    ...(program_id ? { program: program_id } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

/** The board that a saved report shows. */
export const boardOf = ({ subject }: Kept) => boards.find((code) => code === subject);

const locale = () => preferences.get().language;

/** A number of a measure: a share as "89.1%", anything else as "1.26". */
export const numberOf = (value: number, share: boolean, digits = share ? 1 : 2) =>
  new Intl.NumberFormat(locale(), {
    style: share ? "percent" : "decimal",
    maximumFractionDigits: digits,
  }).format(value);

/** Two limits as a range; those of a share to whole percent, as no chart is read closer. */
export const rangeOf = (lower: number, upper: number, share: boolean) =>
  [lower, upper].map((limit) => numberOf(limit, share, share ? 0 : 2)).join(" – ");

/** "Nov 2026", or "Nov" where the year is told elsewhere. */
export const monthName = (from: string, year = true) =>
  new Intl.DateTimeFormat(locale(), {
    timeZone: "UTC",
    month: "short",
    ...(year ? { year: "numeric" } : {}),
  }).format(new Date(`${from}T12:00:00Z`));

/** The course from the first month on in which something was counted, or is hidden. */
export function fromFirst<M extends Pick<MeasureMonth, "denominator" | "suppressed">>(months: M[]): M[] {
  const first = months.findIndex(({ denominator, suppressed }) => suppressed || !!denominator);
  return first < 0 ? [] : months.slice(first);
}

/** Whether there is a point to draw: of few people every month is hidden, and a scale of nothing has no ends. */
export const isDrawn = (months: Pick<MeasureMonth, "value">[]) => months.some(({ value }) => value != null);

/** The lowest and highest value of a chart: what is shown with some room, a share never beyond 0 and 1. */
export function scaleOf({ months, share }: Pick<MeasureTile, "months" | "share">): [number, number] {
  const shown = months.flatMap(({ value, target, lower, upper }) =>
    [value, target, lower, upper].filter((one): one is number => one != null),
  );
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const room = Math.max((high - low) * 0.12, share ? 0.05 : high * 0.05, 0.01);
  if (!share) return [Math.max(0, low - room), high + room];
  // To whole steps of 5%, so that the axis reads well.
  return [Math.max(0, Math.floor((low - room) * 20) / 20), Math.min(1, Math.ceil((high + room) * 20) / 20)];
}

/** Runs of months that have a value, by their place: a month without one is a gap in the line. */
export function segments(months: Pick<MeasureMonth, "value">[]): number[][] {
  const runs: number[][] = [];
  months.forEach(({ value }, index) => {
    if (value == null) return;
    const last = runs.at(-1);
    if (last && last.at(-1) === index - 1) last.push(index);
    else runs.push([index]);
  });
  return runs;
}

/** What a point is drawn as: a shape for each meaning, so that colour alone says nothing. */
export function shapeOf({ settled, signal }: Pick<MeasureMonth, "settled" | "signal">) {
  if (!settled) return "open";
  if (signal === "outside") return "diamond";
  return signal === "run" ? "square" : "dot";
}
