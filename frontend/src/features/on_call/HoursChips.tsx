import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { OnCallShift } from "@/api/types";
import { ChoiceChips } from "@/ui/ChoiceChips";

export type Hours = OnCallShift["hours"];

const hours = ["after_hours", "around_the_clock"] as const satisfies readonly Hours[];

/** The hours of a shift in which somebody is on duty. */
export function HoursChips({ value, onChange }: { value: Hours; onChange: (value: Hours) => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      <ChoiceChips
        label={t("on_call.hours_label")}
        value={value}
        onChange={onChange}
        options={hours}
        text={(one) => t(`on_call.hours.${one}`)}
      />
      <Text size="sm" c="dimmed">
        {t("on_call.hours_text")}
      </Text>
    </Stack>
  );
}
