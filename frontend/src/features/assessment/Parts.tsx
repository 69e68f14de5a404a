import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas, ScoreView } from "@/api/types";
import { useScoreWords } from "./words";
import classes from "./Assessment.module.css";

type PartView = Schemas["PartView"];

/** So many parts are all shown; of more, only those that add to the total. */
const FEW = 8;

/** A number, or the lowest and the highest while it is open. */
export const between = ({ min, max }: Schemas["BoundsView"]) =>
  min === max ? `${min}` : `${min}\u2013${max}`;

/** The value of a part, and whether it is positive. */
export function PartResult({ part: { value, positive } }: { part: PartView }) {
  const { t } = useTranslation();
  return (
    <Badge
      variant="light"
      size="lg"
      color={positive ? "yellow" : "gray"}
      style={{ overflow: "visible", flex: "none" }}
    >
      {between(value)}
      {positive != null && ` · ${t(positive ? "assessment.part_positive" : "assessment.part_negative")}`}
    </Badge>
  );
}

/** The parts of a score with their own results. */
export function Parts({ parts }: { parts: ScoreView["parts"] }) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const shown = parts.length > FEW ? parts.filter(({ points }) => points.min > 0) : parts;
  if (shown.length === 0) return null;
  return (
    <ul className={classes.partList} aria-label={t("assessment.parts")}>
      {shown.map((part) => (
        <li key={part.code}>
          <span>{words.part(part.title)}</span>
          <PartResult part={part} />
        </li>
      ))}
    </ul>
  );
}
