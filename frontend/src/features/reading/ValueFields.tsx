import { Group, NumberInput, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { unitsOf, type Kind, type Unit } from "./format";

/** A value as it is typed; an empty field is no number yet. */
export interface Typed {
  value: number | "";
  second: number | "";
  unit: Unit;
}

interface ValueFieldsProps {
  kind: Kind;
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  errors: Record<string, string | undefined>;
}

/** True when there is something to send. */
export const isTyped = (kind: Kind, { value, second }: Typed) =>
  value !== "" && (kind !== "blood_pressure" || second !== "");

/** The value as a request says it. */
export const valueBody = (kind: Kind, { value, second, unit }: Typed) => ({
  value: Number(value),
  unit,
  ...(kind === "blood_pressure" ? { second: Number(second) } : {}),
});

/** One value, or the two of a blood pressure, with the unit where there is a choice. */
export function ValueFields({ kind, typed, change, errors }: ValueFieldsProps) {
  const { t } = useTranslation();
  const pair = kind === "blood_pressure";
  const units = unitsOf[kind];
  const field = (name: "value" | "second", label: string) => (
    <NumberInput
      label={label}
      value={typed[name]}
      onChange={(next) => change({ [name]: next === "" ? "" : Number(next) })}
      error={errors[name]}
      min={0}
      max={1000}
      required
      style={{ flex: "1 1 9rem" }}
    />
  );
  return (
    <Group align="flex-start" gap="sm">
      {field("value", t(pair ? "reading.upper" : "reading.value"))}
      {pair && field("second", t("reading.lower"))}
      {units.length > 1 && (
        <Select
          label={t("reading.unit")}
          value={typed.unit}
          onChange={(next) => change({ unit: units.find((code) => code === next) ?? units[0] })}
          data={units.map((value) => ({ value, label: t(`reading.units.${value}`) }))}
          error={errors["unit"]}
          allowDeselect={false}
          w={120}
        />
      )}
    </Group>
  );
}
