import { NumberInput, Select, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { tenthsOf } from "./mileage";

const units = ["mi", "km"] as const satisfies Schemas["DistanceUnit"][];

/** How far, as it is typed. */
export interface Way {
  unit: (typeof units)[number];
  far: string | number;
  start: string | number;
  end: string | number;
}

export const noWay: Way = { unit: "mi", far: "", start: "", end: "" };

/** The way that a visit has. */
export function wayOf(mileage: Schemas["MileageView"] | null | undefined): Way {
  if (!mileage) return noWay;
  const shown = (tenths: number | null | undefined) => (tenths == null ? "" : tenths / 10);
  const read = mileage.odometer_start != null;
  return {
    unit: mileage.unit,
    far: read ? "" : shown(mileage.tenths),
    start: shown(mileage.odometer_start),
    end: shown(mileage.odometer_end),
  };
}

/** What a request says of a way; nothing where nothing was typed. */
export function wayBody({ unit, far, start, end }: Way) {
  if (far === "" && start === "" && end === "") return null;
  return { unit, tenths: tenthsOf(far), odometer_start: tenthsOf(start), odometer_end: tenthsOf(end) };
}

interface MileageFieldsProps {
  value: Way;
  onChange: (next: Way) => void;
  errors: Record<string, string | undefined>;
}

/** How far: by itself, or by the odometer. */
export function MileageFields({ value, onChange, errors }: MileageFieldsProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Way>) => onChange({ ...value, ...part });
  const number = (field: "far" | "start" | "end") => ({
    value: value[field],
    onChange: (next: string | number) => change({ [field]: next }),
    min: 0,
    decimalScale: 1,
    hideControls: true,
  });
  return (
    <>
      <SimpleGrid cols={2}>
        <NumberInput label={t("visit.far")} {...number("far")} error={errors["tenths"]} />
        <Select
          label={t("visit.unit")}
          value={value.unit}
          onChange={(unit) => change({ unit: units.find((known) => known === unit) ?? value.unit })}
          data={units.map((code) => ({ value: code, label: t(`visit.units.${code}`) }))}
          allowDeselect={false}
        />
      </SimpleGrid>
      <SimpleGrid cols={2}>
        <NumberInput
          label={t("visit.odometer_start")}
          {...number("start")}
          error={errors["odometer_start"]}
        />
        <NumberInput label={t("visit.odometer_end")} {...number("end")} error={errors["odometer_end"]} />
      </SimpleGrid>
    </>
  );
}
