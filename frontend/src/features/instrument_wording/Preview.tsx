import { Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InstrumentView } from "@/api/types";
import classes from "./Preview.module.css";

interface PreviewProps {
  /** The instrument in each language of the texts. */
  instruments: InstrumentView[];
  /** The language to begin with, where it is there. */
  language: string;
}

/** The questions and answers as they will be asked. */
export function Preview({ instruments, language }: PreviewProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(language);
  const shown = instruments.find((one) => one.language === wanted) ?? instruments[0];
  if (!shown) return null;
  return (
    <section aria-label={t("wording.preview")}>
      <Group justify="space-between" mb="xs">
        <Text fw={650} role="status">
          {t("wording.fits", { count: shown.items.length })}
        </Text>
        {instruments.length > 1 && (
          <SegmentedControl
            aria-label={t("assessment.language.label")}
            value={shown.language}
            onChange={setWanted}
            data={instruments.map((one) => ({
              value: one.language,
              label: t(`assessment.language.${one.language}`),
            }))}
          />
        )}
      </Group>
      <Stack
        gap="xs"
        className={classes.preview}
        lang={shown.language}
        tabIndex={0}
        role="group"
        aria-label={t("wording.preview")}
      >
        {shown.heading && <Text fw={650}>{shown.heading}</Text>}
        {shown.stem && <Text>{shown.stem}</Text>}
        <ol>
          {shown.items.map((item) => (
            <li key={item.number} value={item.number}>
              <Text>{item.text}</Text>
              <Text size="sm" c="dimmed">
                {item.options
                  .filter(({ refused }) => !refused)
                  .map(({ label, points }) => `${label} (${points})`)
                  .join(" · ")}
              </Text>
            </li>
          ))}
        </ol>
      </Stack>
    </section>
  );
}
