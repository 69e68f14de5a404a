import { TextInput } from "@mantine/core";

interface DayFieldProps {
  label: string;
  hint?: string;
  value: string;
  max?: string;
  onChange: (day: string | undefined) => void;
}

/** A day of a question. */
export function DayField({ label, hint, value, max, onChange }: DayFieldProps) {
  return (
    <TextInput
      type="date"
      label={label}
      description={hint}
      value={value}
      max={max}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
