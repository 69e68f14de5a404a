import { ActionIcon, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { monthBeside, runningMonth, useMonthName } from "./words";

/** From month to month, not beyond the running one. */
export function MonthSwitch({ month, onChange }: { month: string; onChange: (next: string) => void }) {
  const { t } = useTranslation();
  const name = useMonthName();
  const last = month >= runningMonth();
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon
        variant="default"
        size={44}
        aria-label={t("billing.previous")}
        onClick={() => onChange(monthBeside(month, -1))}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <Text fw={600} miw={140} ta="center" aria-live="polite">
        {name(month)}
      </Text>
      <ActionIcon
        variant="default"
        size={44}
        aria-label={t("billing.next_month")}
        disabled={last}
        onClick={() => onChange(monthBeside(month, 1))}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
