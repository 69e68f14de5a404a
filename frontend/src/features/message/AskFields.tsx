import { Checkbox, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { instantOf, workdayEnd } from "@/lib/dates";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";

/** What a message asks of those who get it. */
export interface Ask {
  urgent: boolean;
  asked: boolean;
  /** Wall-clock time in the zone of the case. */
  by: string;
}

export const newAsk = (zone: string): Ask => ({ urgent: false, asked: false, by: workdayEnd(1, zone) });

/** The part of a request that says it. */
export const asking = ({ urgent, asked, by }: Ask, zone: string) =>
  asked && by ? { urgent, acknowledge_by: instantOf(by, zone) } : { urgent };

interface AskFieldsProps {
  value: Ask;
  onChange: (value: Ask) => void;
  errors: Record<string, string | undefined>;
  zone: string;
}

/** Whether a message can wait, and whether and by when it is to be acknowledged. */
export function AskFields({ value, onChange, errors, zone }: AskFieldsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Checkbox
        label={t("message.urgent")}
        description={value.urgent && !value.asked ? t("message.urgent_text") : undefined}
        checked={value.urgent}
        onChange={(event) => onChange({ ...value, urgent: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("message.ask")}
        description={value.asked ? t("message.ask_text") : undefined}
        checked={value.asked}
        onChange={(event) => onChange({ ...value, asked: event.currentTarget.checked })}
      />
      {value.asked && (
        <ZonedTimeInput
          zone={zone}
          label={t("message.by")}
          value={value.by}
          onChange={(next) => onChange({ ...value, by: next })}
          error={errors["acknowledge_by"]}
          maw={280}
          required
        />
      )}
    </Stack>
  );
}
