import { Fieldset, NumberInput, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { NoteTemplate, NoteView, TemplateField } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useLabel } from "./label";

interface TemplateFieldsProps {
  template: NoteTemplate;
  /** The note as it was saved last: where answers come from, and what is still open. */
  saved: NoteView;
  values: Record<string, string>;
  onChange: (field: string, value: string) => void;
  /** Show what is missing, because somebody wanted to sign. */
  strict: boolean;
}

/** The structured part of a draft, section by section. */
export function TemplateFields({ template, saved, values, onChange, strict }: TemplateFieldsProps) {
  const { t } = useTranslation();
  const label = useLabel(saved.language);
  const why = (field: string) => {
    const flaw = saved.flaws.find((own) => own.field === field);
    // What was typed since the last save is not missing any more.
    if (!flaw || (flaw.kind === "missing" && (!strict || values[field]?.trim()))) return undefined;
    return t(`note_template.flaws.${flaw.kind}`);
  };
  return (
    <Stack gap="sm">
      {template.content.sections.map((section, at) => (
        <Fieldset key={at} legend={label(section.title)}>
          <Stack gap="sm">
            {section.fields.map((field) => (
              <TemplateInput
                key={field.code}
                field={field}
                text={label}
                value={values[field.code] ?? ""}
                onChange={(value) => onChange(field.code, value)}
                error={why(field.code)}
                source={sourceOf(saved, field.code, values[field.code] ?? "")}
              />
            ))}
          </Stack>
        </Fieldset>
      ))}
    </Stack>
  );
}

/** Where an answer comes from, as long as it is what the record gave. */
function sourceOf(saved: NoteView, field: string, value: string) {
  const answer = saved.answers.find((own) => own.field === field);
  return answer?.value === value ? answer.source : null;
}

interface TemplateInputProps {
  field: TemplateField;
  text: ReturnType<typeof useLabel>;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  source: NoteView["answers"][number]["source"] | undefined;
}

function TemplateInput({ field, text, value, onChange, error, source }: TemplateInputProps) {
  const { t } = useTranslation();
  const from = source
    ? source.at
      ? t("note_template.from_record_at", { when: formatInstant(source.at) })
      : t("note_template.from_record")
    : undefined;
  const shared = {
    label: text(field.label),
    withAsterisk: field.required ?? false,
    error,
    description: from ? (
      <Text span size="xs">
        {from}
      </Text>
    ) : undefined,
  };
  switch (field.kind) {
    case "choice":
      return (
        <Select
          {...shared}
          value={value || null}
          onChange={(next) => onChange(next ?? "")}
          data={(field.options ?? []).map((option) => ({ value: option.code, label: text(option.label) }))}
          clearable
          maw={420}
        />
      );
    case "number":
      return (
        <NumberInput
          {...shared}
          value={value}
          onChange={(next) => onChange(String(next))}
          suffix={field.unit ? ` ${text(field.unit)}` : ""}
          maw={220}
        />
      );
    case "date":
      return (
        <TextInput
          {...shared}
          type="date"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          maw={220}
        />
      );
    case "line":
      return (
        <TextInput
          {...shared}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          maxLength={500}
        />
      );
    case "text":
      return (
        <Textarea
          {...shared}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={10_000}
        />
      );
  }
}
