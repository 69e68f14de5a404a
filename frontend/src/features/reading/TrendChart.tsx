import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { formatDay } from "@/lib/dates";
import { plainValue, scaleOf, type Limits, type Reading } from "./format";
import classes from "./reading.module.css";

const HEIGHT = 200;
const LEFT = 44;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 24;

interface TrendChartProps {
  /** The earliest first. */
  readings: Reading[];
  limits: Limits;
  zone: string;
  label: string;
}

/** Readings over time with the range; what is out of it is a diamond. The same values stand in the table below. */
export function TrendChart({ readings, limits, zone, label }: TrendChartProps) {
  const { t } = useTranslation();
  // Drawn in the size in which it is seen, so that its words keep theirs.
  const { ref, width } = useElementSize();
  const breadth = width || 640;
  const times = readings.map(({ taken_at: at }) => Date.parse(at));
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 0];
  const { low, high } = scaleOf(readings, limits);
  const x = (at: number) =>
    to === from
      ? (LEFT + breadth - RIGHT) / 2
      : LEFT + ((breadth - LEFT - RIGHT) * (at - from)) / (to - from);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low));
  const course = (pick: (reading: Reading) => number | null | undefined) =>
    readings
      .flatMap((reading, index) => {
        const value = pick(reading);
        return value == null ? [] : [`${x(times[index] ?? 0)},${y(value)}`];
      })
      .join(" ");
  const band = (least: number | null | undefined, most: number | null | undefined) =>
    (least != null || most != null) && (
      <rect
        className={classes.range}
        x={LEFT}
        width={breadth - LEFT - RIGHT}
        y={y(most ?? high)}
        height={Math.max(0, y(least ?? low) - y(most ?? high))}
      />
    );
  return (
    <>
      <ul className={classes.key} aria-label={label}>
        <li>
          <svg viewBox="0 0 18 18" aria-hidden>
            <circle className={classes.mark} cx={9} cy={9} r={4} />
          </svg>
          {t("reading.key.value")}
        </li>
        <li>
          <svg viewBox="0 0 18 18" aria-hidden>
            <rect className={classes.range} width={18} height={18} />
          </svg>
          {t("reading.key.range")}
        </li>
        <li>
          <svg viewBox="0 0 18 18" aria-hidden>
            <path className={classes.out} d="M9,2 l7,7 l-7,7 l-7,-7 z" />
          </svg>
          {t("reading.key.out")}
        </li>
      </ul>
      <div ref={ref}>
        <svg viewBox={`0 0 ${breadth} ${HEIGHT}`} className={classes.chart} role="img" aria-label={label}>
          {band(limits.low, limits.high)}
          {band(limits.second_low, limits.second_high)}
          <polyline className={classes.course} points={course(({ value }) => value)} />
          <polyline className={classes.course} points={course(({ second }) => second)} />
          {readings.map((reading, index) =>
            [reading.value, reading.second].map(
              (value, place) =>
                value != null && (
                  <Mark
                    key={`${reading.id}-${place}`}
                    out={reading.finding != null}
                    x={x(times[index] ?? 0)}
                    y={y(value)}
                  />
                ),
            ),
          )}
          <text x={LEFT - 6} y={TOP + 8} textAnchor="end">
            {plainValue({ value: Math.round(high * 10) / 10 })}
          </text>
          <text x={LEFT - 6} y={HEIGHT - BOTTOM} textAnchor="end">
            {plainValue({ value: Math.round(low * 10) / 10 })}
          </text>
          <text x={LEFT} y={HEIGHT - 6}>
            {readings[0] && formatDay(readings[0].taken_at, zone)}
          </text>
          {readings.length > 1 && (
            <text x={breadth - RIGHT} y={HEIGHT - 6} textAnchor="end">
              {formatDay(readings.at(-1)?.taken_at ?? "", zone)}
            </text>
          )}
        </svg>
      </div>
    </>
  );
}

function Mark({ out, x, y }: { out: boolean; x: number; y: number }) {
  return out ? (
    <path className={classes.out} d={`M${x},${y - 6} l6,6 l-6,6 l-6,-6 z`} />
  ) : (
    <circle className={classes.mark} cx={x} cy={y} r={3.4} />
  );
}
