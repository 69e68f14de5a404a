import { TextInput, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { foreignZone } from "@/lib/dates";

interface ZonedTimeInputProps extends Omit<TextInputProps, "type" | "value" | "onChange"> {
  /** The zone on whose clocks the time is meant. */
  zone: string;
  /** Wall-clock time in the zone ("2026-11-21T16:30"), or nothing. */
  value: string;
  onChange: (value: string) => void;
}

/** A date with a time of a program; its zone is named where clocks there differ from the reader's. */
export function ZonedTimeInput({ zone, description, onChange, ...props }: ZonedTimeInputProps) {
  const { t } = useTranslation();
  const foreign = foreignZone(zone);
  const hint = foreign && t("task.due_zone", { zone: foreign });
  return (
    <TextInput
      type="datetime-local"
      {...props}
      description={
        hint && description ? (
          <>
            {description} {hint}
          </>
        ) : (
          (description ?? hint)
        )
      }
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
