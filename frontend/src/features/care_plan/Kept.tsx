import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Adherence } from "@/api/types";
import classes from "./CarePlan.module.css";

/** Adherence as people say it. */
export const percentOf = ({ rate }: Adherence) => Math.round((rate ?? 0) * 100);

const parts = ["on_time", "late", "missed", "excused", "planned"] as const;

interface KeptProps {
  adherence: Adherence;
  /** What it is counted over. */
  label: string;
}

/** How well something is kept, with every number behind the rate. */
export function Kept({ adherence, label }: KeptProps) {
  const { t } = useTranslation();
  const shown = parts.filter((part) => adherence[part] > 0);
  return (
    <div role="group" aria-label={label} className={classes.kept}>
      <Text size="sm" fw={600}>
        {label}:{" "}
        {adherence.due > 0
          ? `${t("plan_says.kept.rate", { rate: percentOf(adherence) })} · ${t("plan_says.kept.due", { count: adherence.due })}`
          : t("plan_says.kept.none")}
      </Text>
      {shown.length > 0 && (
        <ul className={classes.numbers}>
          {shown.map((part) => (
            <li key={part} data-part={part}>
              <b>{adherence[part]}</b> {t(`plan_says.kept.${part}`)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
