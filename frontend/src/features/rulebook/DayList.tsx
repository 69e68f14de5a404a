import { ActionIcon, Button, Fieldset, Group, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "@/lib/dates";
import { weekdays } from "./days";
import classes from "./DayList.module.css";

interface DayListProps {
  label: string;
  /** In order. */
  days: string[];
  onChange: (days: string[]) => void;
  error: string | undefined;
}

/** Days that are added one by one or as a break from one day to another, and taken out one by one. */
export function DayList({ label, days, onChange, error }: DayListProps) {
  const { t } = useTranslation();
  const [first, setFirst] = useState("");
  const [last, setLast] = useState("");
  const wanted = weekdays(first, last || first);
  const add = () => {
    onChange([...new Set([...days, ...wanted])].sort());
    setFirst("");
    setLast("");
  };
  return (
    <Fieldset legend={label}>
      {days.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("rulebook.days.none")}
        </Text>
      ) : (
        <ul className={classes.days} aria-label={label}>
          {days.map((day) => (
            <li key={day}>
              {formatDate(day)}
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("rulebook.days.remove", { day: formatDate(day) })}
                onClick={() => onChange(days.filter((one) => one !== day))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {error && (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
      <Group align="flex-end" gap="sm" mt="xs">
        <TextInput
          type="date"
          label={t("rulebook.days.from")}
          value={first}
          onChange={(event) => setFirst(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t("rulebook.days.to")}
          value={last}
          min={first}
          onChange={(event) => setLast(event.currentTarget.value)}
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={wanted.length === 0}
          onClick={add}
          aria-label={t("rulebook.days.add_to", { list: label })}
        >
          {t("rulebook.days.add")}
        </Button>
      </Group>
    </Fieldset>
  );
}
