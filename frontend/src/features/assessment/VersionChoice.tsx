import { Radio, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InstrumentView } from "@/api/types";
import { useDiffers } from "./useInstrument";

interface VersionChoiceProps extends Pick<InstrumentView, "code" | "editions"> {
  text: string;
  value: string;
  onChange: (version: string) => void;
}

/** The versions of an instrument with what each does differently, and which one the organization uses. */
export function VersionChoice({ code, editions, text, value, onChange }: VersionChoiceProps) {
  const { t } = useTranslation();
  const differs = useDiffers();
  return (
    <Radio.Group label={t("assessment.version")} description={text} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {editions.map((edition) => (
          <Radio
            key={edition.version}
            value={edition.version}
            label={
              edition.usual ? t("assessment.version_usual", { version: edition.version }) : edition.version
            }
            description={differs(code, edition)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
