import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";

interface TemplateNumberProps extends Omit<NumberInputProps, "value" | "onChange" | "onBlur"> {
  value: number;
  onChange: (value: number) => void;
}

/** A number that a template can't be without: while what is typed is none, the last one holds, and it is shown again when one leaves. */
export function TemplateNumber({ value, onChange, ...props }: TemplateNumberProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <NumberInput
      {...props}
      value={typed ?? value}
      onChange={(next) => {
        setTyped(typeof next === "string" ? next : undefined);
        if (next !== "" && Number.isFinite(Number(next))) onChange(Number(next));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}
