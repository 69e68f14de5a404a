import { useElementSize } from "@mantine/hooks";
import type { MeasureMonth, MeasureTile } from "@/api/types";
import { fromFirst, monthName, numberOf, scaleOf, segments, shapeOf } from "./boards";
import classes from "./Board.module.css";

const HEIGHT = 150;
const LEFT = 44;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 22;

/** The course of a measure with its target and what chance alone explains. The same numbers stand in the table of the tile. */
export function ControlChart({ tile, label }: { tile: MeasureTile; label: string }) {
  // Drawn in the size in which it is seen, so that its words keep theirs.
  const { ref, width } = useElementSize();
  const breadth = width || 320;
  const { share } = tile;
  const months = fromFirst(tile.months);
  const [low, high] = scaleOf({ months, share });
  const step = (breadth - LEFT - RIGHT) / months.length;
  const x = (index: number) => LEFT + step * (index + 0.5);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low || 1));
  const path = (places: number[]) =>
    places.map((index) => `${x(index)},${y(months[index]?.value ?? 0)}`).join(" ");
  const target = months.map((month, index) => {
    if (month.target == null) return "";
    const goesOn = index > 0 && months[index - 1]?.target != null;
    return `${goesOn ? "L" : "M"}${x(index) - step / 2},${y(month.target)} H${x(index) + step / 2}`;
  });
  return (
    <div ref={ref}>
      <svg viewBox={`0 0 ${breadth} ${HEIGHT}`} className={classes.chart} role="img" aria-label={label}>
        {months.map(
          ({ from, lower, upper }, index) =>
            lower != null &&
            upper != null && (
              <rect
                key={from}
                className={classes.limits}
                x={x(index) - step / 2}
                width={step}
                y={y(upper)}
                height={Math.max(0, y(lower) - y(upper))}
              />
            ),
        )}
        {tile.centre != null && (
          <line
            className={classes.centre}
            x1={LEFT}
            x2={breadth - RIGHT}
            y1={y(tile.centre)}
            y2={y(tile.centre)}
          />
        )}
        <path className={classes.target} d={target.join(" ")} />
        {segments(months).map((places) => (
          <polyline key={places[0]} className={classes.course} points={path(places)} />
        ))}
        {months.map(
          (month, index) =>
            month.value != null && <Mark key={month.from} month={month} x={x(index)} y={y(month.value)} />,
        )}
        <text x={LEFT - 6} y={TOP + 4} textAnchor="end">
          {numberOf(high, share)}
        </text>
        <text x={LEFT - 6} y={HEIGHT - BOTTOM} textAnchor="end">
          {numberOf(low, share)}
        </text>
        <text x={LEFT} y={HEIGHT - 5}>
          {months[0] && monthName(months[0].from)}
        </text>
        <text x={breadth - RIGHT} y={HEIGHT - 5} textAnchor="end">
          {monthName(months.at(-1)?.from ?? "")}
        </text>
      </svg>
    </div>
  );
}

/** One month: a dot, an open dot while it may still change, a diamond or a square for what is more than chance. */
export function Mark({
  month,
  x,
  y,
}: {
  month: Pick<MeasureMonth, "settled" | "signal" | "improving">;
  x: number;
  y: number;
}) {
  const look = { className: classes.mark, "data-worse": month.improving === false || undefined };
  switch (shapeOf(month)) {
    case "open":
      return <circle {...look} data-open cx={x} cy={y} r={3.6} />;
    case "diamond":
      return <path {...look} d={`M${x},${y - 6.5} l6.5,6.5 l-6.5,6.5 l-6.5,-6.5 z`} />;
    case "square":
      return <rect {...look} x={x - 4.5} y={y - 4.5} width={9} height={9} />;
    default:
      return <circle {...look} cx={x} cy={y} r={3.6} />;
  }
}
