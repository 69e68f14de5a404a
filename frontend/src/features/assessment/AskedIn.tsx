import { Group, SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InstrumentView } from "@/api/types";
import type { TextLanguage } from "./language";

interface AskedInProps {
  instrument: InstrumentView;
  wanted: TextLanguage;
  onChoose: (language: TextLanguage) => void;
}

/** In which language the questions are, the choice of another, and that there is none where one would be wanted. */
export function AskedIn({ instrument, wanted, onChoose }: AskedInProps) {
  const { t } = useTranslation();
  const { worded, language, languages } = instrument;
  if (!worded) return null;
  if (!languages.includes(wanted)) {
    return (
      <Text size="sm" role="note">
        {t("assessment.language.missing", {
          there: t(`assessment.language.${language}`),
          wanted: t(`assessment.language.${wanted}`),
        })}
      </Text>
    );
  }
  if (languages.length < 2) return null;
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed" aria-hidden>
        {t("assessment.language.label")}
      </Text>
      <SegmentedControl
        aria-label={t("assessment.language.label")}
        value={language}
        onChange={(next) => onChoose(languages.find((one) => one === next) ?? language)}
        data={languages.map((one) => ({ value: one, label: t(`assessment.language.${one}`) }))}
      />
    </Group>
  );
}
