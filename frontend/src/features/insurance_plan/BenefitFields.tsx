import { NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { categories, pick, units } from "@/features/authorization/fields";
import { useTexts } from "@/lib/texts";
import { isOdd, periods, type BenefitForm } from "./plan";
import { texts } from "./texts";

interface BenefitFieldsProps {
  row: BenefitForm;
  change: (part: Partial<BenefitForm>) => void;
  /** What the server says about a member of the row. */
  error: (name: string) => string | undefined;
}

/** Whether a plan pays for a service, and on which terms. */
export function BenefitFields({ row, change, error }: BenefitFieldsProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="sm">
        <Select
          label={say.category}
          value={row.category}
          onChange={(next) => change({ category: pick(categories, next, row.category) })}
          data={categories.map((code) => ({ value: code, label: t(`authorization.category.${code}`) }))}
          allowDeselect={false}
        />
        <TextInput
          label={say.code}
          description={say.code_text}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={row.code}
          onChange={(event) => change({ code: event.currentTarget.value })}
          error={error("code")}
          maxLength={20}
        />
      </SimpleGrid>
      <Switch
        label={say.covered}
        checked={row.covered}
        onChange={(event) => change({ covered: event.currentTarget.checked })}
      />
      {row.covered && (
        <>
          <Switch
            label={say.asks}
            checked={row.asks}
            onChange={(event) => change({ asks: event.currentTarget.checked })}
          />
          <SimpleGrid cols={{ base: 2, sm: 4 }} verticalSpacing="sm">
            <NumberInput
              label={say.units}
              value={row.units}
              onChange={(next) => change({ units: next })}
              min={1}
              max={100_000}
              allowDecimal={false}
              error={error("limit.units")}
            />
            <Select
              label={say.unit}
              value={row.unit}
              onChange={(next) => change({ unit: pick(units, next, row.unit) })}
              data={units.map((code) => ({ value: code, label: t(`authorization.unit.${code}`) }))}
              allowDeselect={false}
            />
            <Select
              label={say.period}
              value={row.period}
              onChange={(next) => change({ period: pick(periods, next, row.period) })}
              data={periods.map((code) => ({ value: code, label: say.periods[code] }))}
              allowDeselect={false}
            />
            <TextInput
              label={say.copay}
              value={row.copay}
              onChange={(event) => change({ copay: event.currentTarget.value })}
              error={isOdd(row) ? say.amount : error("copay_cents")}
              inputMode="decimal"
              maxLength={12}
            />
          </SimpleGrid>
        </>
      )}
      <TextInput
        label={say.notes}
        value={row.notes}
        onChange={(event) => change({ notes: event.currentTarget.value })}
        maxLength={1000}
      />
      <SimpleGrid cols={2}>
        <TextInput
          type="date"
          label={say.from}
          value={row.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
          error={error("from")}
          required
        />
        <TextInput
          type="date"
          label={say.to}
          value={row.to}
          onChange={(event) => change({ to: event.currentTarget.value })}
          error={error("to")}
        />
      </SimpleGrid>
    </Stack>
  );
}
