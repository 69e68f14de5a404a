import { useTranslation } from "react-i18next";
import { Mark } from "./ControlChart";
import classes from "./Board.module.css";

const marks = [
  ["settled", { settled: true, signal: null, improving: null }],
  ["open", { settled: false, signal: null, improving: null }],
  ["outside", { settled: true, signal: "outside", improving: true }],
  ["run", { settled: true, signal: "run", improving: true }],
] as const;

/** What the signs of a chart mean. */
export function ChartKey() {
  const { t } = useTranslation();
  return (
    <ul className={classes.key} aria-label={t("board.key.title")}>
      {marks.map(([name, month]) => (
        <li key={name}>
          <svg viewBox="0 0 18 18" aria-hidden>
            <Mark month={month} x={9} y={9} />
          </svg>
          {t(`board.key.${name}`)}
        </li>
      ))}
      <li>
        <svg viewBox="0 0 18 18" aria-hidden>
          <path className={classes.target} d="M0,9 H18" />
        </svg>
        {t("board.key.target")}
      </li>
      <li>
        <svg viewBox="0 0 18 18" aria-hidden>
          <rect className={classes.limits} width={18} height={18} />
          <line className={classes.centre} x1={0} x2={18} y1={9} y2={9} />
        </svg>
        {t("board.key.limits")}
      </li>
    </ul>
  );
}
