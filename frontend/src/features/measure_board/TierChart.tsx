import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { PopulationMonth } from "@/api/types";
import { monthName } from "./boards";
import classes from "./Board.module.css";

const HEIGHT = 220;
const FOOT = HEIGHT - 24;
const TOP = 16;

const sumOf = ({ tiers }: PopulationMonth) => tiers.reduce((all, { cases }) => all + (cases ?? 0), 0);

/** The tiers of a month from the foot of its column up, each with what stands below it. */
export function stacked({ tiers }: Pick<PopulationMonth, "tiers">) {
  return tiers
    .map(({ tier, cases }, index) => ({
      tier,
      count: cases ?? 0,
      below: tiers.slice(index + 1).reduce((all, { cases: more }) => all + (more ?? 0), 0),
    }))
    .toReversed();
}

/** Tiers over time as columns, complex at the foot; the same numbers stand in the table. */
export function TierChart({ months }: { months: PopulationMonth[] }) {
  const { t } = useTranslation();
  // Drawn in the size in which it is seen, so that its words keep theirs.
  const { ref, width } = useElementSize();
  const breadth = width || 640;
  const most = Math.max(1, ...months.map(sumOf));
  const step = breadth / months.length;
  const height = (count: number) => ((FOOT - TOP) * count) / most;
  return (
    <>
      <ul className={classes.key} aria-label={t("board.key.title")}>
        {(months[0] ? stacked(months[0]) : []).map(({ tier }) => (
          <li key={tier}>
            <svg viewBox="0 0 18 18" aria-hidden>
              <rect className={classes.tier} data-tier={tier} width={18} height={18} />
            </svg>
            {t(`tier.${tier}`)}
          </li>
        ))}
      </ul>
      <div ref={ref}>
        <svg
          viewBox={`0 0 ${breadth} ${HEIGHT}`}
          className={classes.chart}
          role="img"
          aria-label={t("population.tiers")}
        >
          {months.map((month, index) => (
            <g key={month.on}>
              {stacked(month).map(({ tier, count, below }) => (
                <rect
                  key={tier}
                  className={classes.tier}
                  data-tier={tier}
                  x={step * (index + 0.15)}
                  width={step * 0.7}
                  y={FOOT - height(below + count)}
                  height={height(count)}
                />
              ))}
              <text x={step * (index + 0.5)} y={HEIGHT - 7} textAnchor="middle">
                {monthName(month.on, false).slice(0, step < 30 ? 1 : undefined)}
              </text>
              {month.cases != null && (
                <text x={step * (index + 0.5)} y={FOOT - height(month.cases) - 4} textAnchor="middle">
                  {month.cases}
                </text>
              )}
            </g>
          ))}
          <line className={classes.centre} x1={0} x2={breadth} y1={FOOT} y2={FOOT} />
        </svg>
      </div>
    </>
  );
}
