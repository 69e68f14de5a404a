import { Chip, Group, Input } from "@mantine/core";
import { useId } from "react";

interface ChoiceChipsProps<T extends string> {
  label: string;
  value: T | null;
  onChange: (value: T) => void;
  options: readonly T[];
  /** The words of an option. */
  text: (option: T) => string;
}

/** One choice of a few, all of them in sight: one tap, or arrow keys. */
export function ChoiceChips<T extends string>({
  label,
  value,
  onChange,
  options,
  text,
}: ChoiceChipsProps<T>) {
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <Input.Label component="span" labelElement="div" id={id} mb={6}>
        {label}
      </Input.Label>
      <Chip.Group value={value} onChange={(next) => onChange(next)}>
        <Group gap={8}>
          {options.map((option) => (
            <Chip key={option} value={option} size="sm" radius="md" variant="outline">
              {text(option)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}
