import { Alert, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InstrumentView } from "@/api/types";
import { useDiffers } from "./useInstrument";
import classes from "./Assessment.module.css";

/** Where an instrument comes from and who owns its words. */
export function About({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation();
  const differs = useDiffers();
  const { code, source, version, notice, editions, permission } = instrument;
  return (
    <details className={classes.about}>
      <summary>{t("assessment.about")}</summary>
      <Text size="xs">{t("assessment.source", { source, version })}</Text>
      <Text size="xs" mt={6} lang="en">
        {notice}
      </Text>
      {permission && (
        <Text size="xs" mt={6} lang="en">
          {permission.notice}
        </Text>
      )}
      {editions.map((edition) => (
        <Text key={edition.version} size="xs" mt={6} fw={edition.version === version ? 650 : undefined}>
          {t("assessment.version")} {edition.version}: {differs(code, edition)}
        </Text>
      ))}
    </details>
  );
}

interface SkeletonNoticeProps {
  instrument: InstrumentView;
  /** The answers are given: nothing is left to ask. */
  finished?: boolean;
}

/** Says that the questions have no words here, and how they are answered from a copy on paper. */
export function SkeletonNotice({ instrument, finished }: SkeletonNoticeProps) {
  const { t } = useTranslation();
  if (instrument.worded) return null;
  return (
    <Alert color="yellow" title={t("assessment.skeleton")}>
      {t(finished ? "assessment.skeleton_done" : "assessment.skeleton_run")}{" "}
      <Text span size="sm" lang="en">
        {instrument.notice}
      </Text>
    </Alert>
  );
}
