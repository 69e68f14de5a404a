import { IconAlertCircle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CarePlanView } from "@/api/types";
import classes from "./CarePlan.module.css";

const letters = ["S", "M", "A", "R", "T"] as const;

/** The SMART check of a goal as the server made it: which letters hold, and what is missing for the others. */
export function Smart({ result }: { result: CarePlanView["smart"][number] | undefined }) {
  const { t } = useTranslation();
  if (!result) return null;
  const missing = new Map(result.failures.map(({ letter, gap }) => [letter, t(`plan_says.gap.${gap}`)]));
  return (
    <>
      <div className={classes.smart}>
        {letters.map((letter) => {
          const name = t(`care_plan.letters.${letter}`);
          const detail = missing.get(letter);
          return (
            <span
              key={letter}
              role="img"
              className={classes.letter}
              data-missing={detail !== undefined || undefined}
              aria-label={
                detail === undefined
                  ? t("care_plan.letter_ok", { letter: name })
                  : t("care_plan.letter_missing", { letter: name, detail })
              }
              title={name}
            >
              {letter}
              {detail === undefined ? (
                <IconCheck size={14} aria-hidden />
              ) : (
                <IconAlertCircle size={14} aria-hidden />
              )}
            </span>
          );
        })}
      </div>
      {result.failures.length > 0 && (
        <ul className={classes.missing}>
          {result.failures.map(({ letter, gap }) => (
            <li key={gap}>
              <b>{t(`care_plan.letters.${letter as "S"}`)}:</b> {t(`plan_says.gap.${gap}`)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
