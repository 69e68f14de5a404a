import { Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatDay } from "@/lib/dates";
import classes from "./Acuity.module.css";
import { needsDecision, span, type Judgement } from "./judgement";

/** The tiers that the model holds possible, in words. */
export function useTierWords() {
  const { t } = useTranslation();
  return (possible: Judgement["possible"]) => {
    const [first, last] = [possible[0], possible.at(-1)];
    if (!first || !last) return t("state.unknown");
    if (first === last) return t(`tier.${first}`);
    return t("acuity.from_to", { from: t(`tier.${first}`), to: t(`tier.${last}`) });
  };
}

/** Score and doubt in words. */
export function ScoreLine({ judgement }: { judgement: Judgement }) {
  const { t } = useTranslation();
  const { min, max, provisional } = judgement;
  return (
    <span className={classes.score}>
      {t("acuity.points", { points: span(min, max) })}
      {provisional && ` · ${t("acuity.provisional")}`}
    </span>
  );
}

interface StandingLineProps {
  judgement: Judgement;
  zone?: string | undefined;
}

/** How the tier stands to the model, where there is something to know. */
export function StandingLine({ judgement, zone }: StandingLineProps) {
  const { t } = useTranslation();
  const tiers = useTierWords();
  const { standing, possible, override_ends_at: ends } = judgement;
  if (standing === "agrees") return null;
  const Icon = needsDecision(judgement) ? IconAlertTriangle : IconInfoCircle;
  const model = tiers(possible);
  const on = ends ? formatDay(ends, zone) : "";
  return (
    <Text span size="sm" className={classes.standing} data-urgent={needsDecision(judgement) || undefined}>
      <Icon size={15} aria-hidden />
      {t(`acuity.standing.${standing}`, { model, on })}
    </Text>
  );
}
