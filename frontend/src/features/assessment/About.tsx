import { Alert, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InstrumentView } from "@/api/types";
import classes from "./Assessment.module.css";

/** Where an instrument comes from and who owns its words. */
export function About({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation();
  const { source, version, notice, versions } = instrument;
  return (
    <details className={classes.about}>
      <summary>{t("assessment.about")}</summary>
      <Text size="xs">{t("assessment.source", { source, version })}</Text>
      <Text size="xs" mt={6} lang="en">
        {notice}
      </Text>
      {versions.length > 1 && (
        <Text size="xs" mt={6}>
          {t("assessment.versions", { versions: versions.join(", ") })}
        </Text>
      )}
    </details>
  );
}

/** Says that the questions have no words here, and what to do about it. */
export function SkeletonNotice({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation();
  if (instrument.licence !== "skeleton") return null;
  return (
    <Alert color="yellow" title={t("assessment.skeleton")}>
      {t("assessment.skeleton_run")}{" "}
      <Text span size="sm" lang="en">
        {instrument.notice}
      </Text>
    </Alert>
  );
}
