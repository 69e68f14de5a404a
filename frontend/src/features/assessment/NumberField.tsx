import { TextInput } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { numberIn, type Item } from "./logic";

interface NumberFieldProps {
  range: NonNullable<Item["range"]>;
  /** Id of the question. */
  labelledBy: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** A number with its unit. One outside of the range is no answer; what is wrong is said once the reader leaves it. */
export function NumberField({ range, labelledBy, value, onChange }: NumberFieldProps) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState(value === undefined ? "" : String(value));
  const [left, setLeft] = useState(false);
  const wrong = text.trim() !== "" && numberIn(text, range) === undefined;
  const key = `assessment.units.${range.unit ?? ""}`;
  const unit = i18n.exists(key) ? String(t(key as "assessment.units.d")) : (range.unit ?? "");
  const limits = { min: range.min, max: range.max, unit };

  const stay = (event: KeyboardEvent) => {
    const goes = event.key === "Enter" || event.key === "ArrowDown";
    if (!goes || !wrong) return;
    event.preventDefault();
    setLeft(true);
  };
  return (
    <TextInput
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      maw={260}
      aria-labelledby={labelledBy}
      description={t("assessment.from_to", limits).trim()}
      inputWrapperOrder={["input", "description", "error"]}
      rightSection={
        unit && (
          <span aria-hidden style={{ color: "var(--mantine-color-dimmed)" }}>
            {unit}
          </span>
        )
      }
      rightSectionWidth={72}
      rightSectionPointerEvents="none"
      value={text}
      error={left && wrong ? t("assessment.whole_number", limits).replace(" .", ".") : undefined}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        const number = numberIn(next, range);
        if (number !== value) onChange(number);
      }}
      onBlur={() => setLeft(true)}
      onFocus={(event) => {
        setLeft(wrong);
        event.currentTarget.select();
      }}
      onKeyDown={stay}
    />
  );
}
