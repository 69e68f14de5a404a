import { Checkbox, Group } from "@mantine/core";

interface TicksProps<T extends string> {
  label: string;
  description?: string;
  value: string[];
  options: readonly T[];
  text: (option: T) => string;
  error?: string | undefined;
  /** True while it is not known what is ticked. */
  disabled?: boolean;
  onChange: (ticked: string[]) => void;
}

/** Several choices of a few, all of them in sight. */
export function Ticks<T extends string>({ options, text, description, disabled, ...group }: TicksProps<T>) {
  return (
    <Checkbox.Group {...group} description={description ?? null}>
      <Group gap="md" mt="xs">
        {options.map((option) => (
          <Checkbox key={option} value={option} label={text(option)} disabled={disabled ?? false} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
