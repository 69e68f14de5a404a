import { NumberInput, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { rolls, type ClockForm } from "./clock";

/** A clock runs for a century at most. */
const MOST_DAYS = 36_525;

interface ClockFieldsProps {
  type: Schemas["ClockKind"];
  value: ClockForm;
  onChange: (part: Partial<ClockForm>) => void;
  /** What is wrong, by the member of the request. */
  errors: Record<string, string>;
}

/** What may be changed about a clock: its amount, or the first and the last day of a window. */
export function ClockFields({ type, value, onChange, errors }: ClockFieldsProps) {
  const { t } = useTranslation();
  const whole = { max: MOST_DAYS, allowDecimal: false, hideControls: true, required: true };
  if (type === "window") {
    return (
      <>
        <NumberInput
          {...whole}
          label={t("rulebook.window_from")}
          description={t("rulebook.window_text")}
          value={value.from}
          onChange={(from) => onChange({ from })}
          error={errors["clock.from"]}
          min={-MOST_DAYS}
          data-autofocus
        />
        <NumberInput
          {...whole}
          label={t("rulebook.window_to")}
          description={t("rulebook.window_text")}
          value={value.to}
          onChange={(to) => onChange({ to })}
          error={errors["clock"] ?? errors["clock.to"] ?? errors["clock.direction"]}
          min={-MOST_DAYS}
        />
      </>
    );
  }
  return (
    <>
      <NumberInput
        {...whole}
        label={t(`rulebook.unit.${type}`)}
        value={value.amount}
        onChange={(amount) => onChange({ amount })}
        error={errors["clock"] ?? errors["clock.amount"] ?? errors["clock.direction"]}
        min={0}
        allowNegative={false}
        data-autofocus
      />
      {(type === "calendar_days" || type === "calendar_months") && (
        <Select
          label={t("rulebook.roll")}
          value={value.roll}
          onChange={(next) => onChange({ roll: rolls.find((roll) => roll === next) ?? value.roll })}
          data={rolls.map((roll) => ({ value: roll, label: t(`rulebook.rolls.${roll}`) }))}
          error={errors["clock.roll"]}
          allowDeselect={false}
        />
      )}
    </>
  );
}
