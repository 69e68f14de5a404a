import { Textarea } from "@mantine/core";

interface ReasonFieldProps {
  label: string;
  value: string;
  error?: string | undefined;
  onChange: (reason: string) => void;
}

/** The reason of an act that must not happen in silence. */
export function ReasonField({ label, value, error, onChange }: ReasonFieldProps) {
  return (
    <Textarea
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autosize
      minRows={3}
      maxLength={2000}
      required
      data-autofocus
    />
  );
}
