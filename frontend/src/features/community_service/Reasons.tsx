import { useTranslation } from "react-i18next";
import type { CommunityServiceOffer } from "@/api/types";
import classes from "./Service.module.css";

/** What fails and what must be asked; what is met needs no words here. */
export function Reasons({ fit }: { fit: CommunityServiceOffer["fit"] }) {
  const { t } = useTranslation();
  const open = fit?.reasons.filter(({ standing }) => standing !== "met") ?? [];
  if (open.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {open.map(({ criterion, standing }) => (
        <li key={criterion}>{t(`service.${standing}.${criterion}`)}</li>
      ))}
    </ul>
  );
}

/** The points that put a service in its place, and what they are for. */
export function Why({ offer }: { offer: CommunityServiceOffer }) {
  const { t } = useTranslation();
  return (
    <details className={classes.why}>
      <summary>{t("service.why", { score: offer.score })}</summary>
      <ul>
        {offer.parts.map(({ factor, points }) => (
          <li key={factor}>
            {t(`service.factor.${factor}`)}: {t("service.points", { count: points })}
          </li>
        ))}
      </ul>
    </details>
  );
}
