import { MultiSelect, NumberInput, Select, Stack, TagsInput, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { needKinds } from "@/app/search";
import { languageName, languages } from "@/lib/language";
import { useWords } from "@/lib/words";
import { Section } from "@/ui/Section";
import classes from "./Service.module.css";
import { coverageKinds, sexes, type ServiceForm } from "./serviceForm";

export interface FieldsProps {
  form: ServiceForm;
  change: (part: Partial<ServiceForm>) => void;
  errors: Record<string, string>;
}

interface ManyProps<T> {
  value: T[];
  onChange: (value: T[]) => void;
  error: string | undefined;
}

/** The kinds of needs that a service answers. */
export function NeedsSelect({ value, onChange, error }: ManyProps<(typeof needKinds)[number]>) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={t("service.needs")}
      value={value}
      onChange={(chosen) => onChange(needKinds.filter((code) => chosen.includes(code)))}
      data={needKinds.map((code) => ({ value: code, label: t(`need.kinds.${code}`) }))}
      error={error}
      searchable
      withAsterisk
    />
  );
}

/** Languages by their tags; one that is recorded and not often chosen stays. */
export function LanguagesSelect({ label, value, onChange, error }: ManyProps<string> & { label: string }) {
  const all = [...new Set([...languages, ...value])];
  return (
    <MultiSelect
      label={label}
      value={value}
      onChange={onChange}
      data={all.map((tag) => ({ value: tag, label: languageName(tag) }))}
      error={error}
      searchable
    />
  );
}

/** For whom a service is. What stays empty sets no condition. */
export function WhoForFields({ form, change, errors }: FieldsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const number = (name: "minAge" | "maxAge" | "income", label: string, pointer: string, max: number) => (
    <NumberInput
      label={label}
      value={form[name]}
      onChange={(value) => change({ [name]: value })}
      error={errors[`content.eligibility.${pointer}`]}
      min={0}
      max={max}
      allowDecimal={false}
      hideControls
    />
  );
  return (
    <Section title={t("service.who_for")}>
      <Stack gap="sm">
        <div className={classes.filters}>
          {number("minAge", t("directory.min_age"), "min_age", 130)}
          {number("maxAge", t("directory.max_age"), "max_age", 130)}
          {number("income", t("directory.income"), "income_percent", 10_000)}
          <Select
            label={t("service.sex")}
            value={form.sex}
            onChange={(sex) => change({ sex: sexes.find((code) => code === sex) ?? null })}
            data={sexes.map((code) => ({ value: code, label: words(code) }))}
            placeholder={t("service.everybody")}
            clearable
            clearButtonProps={{ "aria-label": t("service.everybody") }}
          />
        </div>
        <LanguagesSelect
          label={t("service.speakers")}
          value={form.speakers}
          onChange={(speakers) => change({ speakers })}
          error={errors["content.eligibility.speakers"]}
        />
        <TagsInput
          label={t("directory.postal_codes")}
          description={t("directory.list_text")}
          value={form.postalCodes}
          onChange={(postalCodes) => change({ postalCodes })}
          maxTags={200}
          maxLength={100}
        />
        <TagsInput
          label={t("directory.counties")}
          description={t("directory.list_text")}
          value={form.counties}
          onChange={(counties) => change({ counties })}
          maxTags={200}
          maxLength={100}
        />
        <MultiSelect
          label={t("service.coverages")}
          value={form.coverages}
          onChange={(chosen) => change({ coverages: coverageKinds.filter((code) => chosen.includes(code)) })}
          data={coverageKinds.map((code) => ({ value: code, label: words(code) }))}
          searchable
        />
        <Textarea
          label={t("service.also")}
          value={form.eligibilityNote}
          onChange={(event) => change({ eligibilityNote: event.currentTarget.value })}
          maxLength={4000}
          autosize
        />
      </Stack>
    </Section>
  );
}
