import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { NoteTemplate } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import {
  contentOf,
  emptyField,
  fieldKinds,
  formOf,
  recordFacts,
  type EditionForm,
  type FieldForm,
} from "./edition";
import { useLabel } from "./label";

/** Makes an edition of a template: begins with the one in use, and becomes what new notes begin with. */
export function TemplateDialog({ from, onClose }: { from: NoteTemplate; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { form, change, discard } = useKeptForm<EditionForm>(`template:${from.code}:${from.edition}`, () =>
    formOf(from),
  );
  const publish = useAct("note_template_publish", {
    onSuccess: () => {
      discard();
      showDone(t("note_template.published"));
      onClose();
    },
  });
  const setSection = (at: number, part: Partial<EditionForm["sections"][number]>) =>
    change({ sections: form.sections.map((own, index) => (index === at ? { ...own, ...part } : own)) });
  const setField = (at: number, place: number, part: Partial<FieldForm>) =>
    setSection(at, {
      fields: (form.sections[at]?.fields ?? []).map((own, index) =>
        index === place ? { ...own, ...part } : own,
      ),
    });
  const submit = () =>
    publish.mutate({
      body: { code: from.code, from_edition: from.edition, content: contentOf(form, from) },
    });
  return (
    <Dialog
      title={t("note_template.publish_own", { title: label(from.content.title) })}
      submit={t("edition.publish")}
      busy={publish.isPending}
      error={publish.error}
      onSubmit={submit}
      onClose={onClose}
      size="xl"
    >
      <Pair
        en={t("note_template.title_en")}
        es={t("note_template.title_es")}
        value={form.title}
        onChange={(title) => change({ title })}
      />
      {form.sections.map((section, at) => (
        <Fieldset key={at} legend={t("note_template.section", { number: at + 1 })}>
          <Stack gap="sm">
            <Pair
              en={t("note_template.section_en")}
              es={t("note_template.section_es")}
              value={section.title}
              onChange={(title) => setSection(at, { title })}
            />
            {section.fields.map((field, place) => (
              <Fieldset key={place} legend={t("note_template.field", { number: place + 1 })}>
                <FieldInputs field={field} onChange={(part) => setField(at, place, part)} />
                {section.fields.length > 1 && (
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-sm"
                    mt="xs"
                    onClick={() =>
                      setSection(at, { fields: section.fields.filter((_, index) => index !== place) })
                    }
                  >
                    {t("note_template.remove_field", { number: place + 1, section: at + 1 })}
                  </Button>
                )}
              </Fieldset>
            ))}
            <Group gap="xs">
              <Button
                variant="default"
                size="compact-md"
                onClick={() => setSection(at, { fields: [...section.fields, emptyField()] })}
              >
                {t("note_template.add_field")}
              </Button>
              {form.sections.length > 1 && (
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-md"
                  onClick={() => change({ sections: form.sections.filter((_, index) => index !== at) })}
                >
                  {t("note_template.remove_section", { number: at + 1 })}
                </Button>
              )}
            </Group>
          </Stack>
        </Fieldset>
      ))}
      <Button
        variant="default"
        w="fit-content"
        onClick={() =>
          change({ sections: [...form.sections, { title: { en: "", es: "" }, fields: [emptyField()] }] })
        }
      >
        {t("note_template.add_section")}
      </Button>
    </Dialog>
  );
}

interface PairProps {
  en: string;
  es: string;
  value: { en: string; es: string };
  onChange: (value: { en: string; es: string }) => void;
}

/** A text in both languages. */
function Pair({ en, es, value, onChange }: PairProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={en}
        value={value.en}
        onChange={(event) => onChange({ ...value, en: event.currentTarget.value })}
        maxLength={200}
        required
      />
      <TextInput
        label={es}
        value={value.es}
        onChange={(event) => onChange({ ...value, es: event.currentTarget.value })}
        maxLength={200}
        required
      />
    </SimpleGrid>
  );
}

function FieldInputs({
  field,
  onChange,
}: {
  field: FieldForm;
  onChange: (part: Partial<FieldForm>) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Pair
        en={t("note_template.field_en")}
        es={t("note_template.field_es")}
        value={field.label}
        onChange={(label) => onChange({ label })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t("note_template.kind")}
          value={field.kind}
          onChange={(next) => onChange({ kind: fieldKinds.find((code) => code === next) ?? field.kind })}
          data={fieldKinds.map((code) => ({ value: code, label: t(`note_template.kinds.${code}`) }))}
          allowDeselect={false}
        />
        <Select
          label={t("note_template.fact")}
          value={field.from_record ?? "none"}
          onChange={(next) => onChange({ from_record: recordFacts.find((code) => code === next) ?? null })}
          data={[
            { value: "none", label: t("note_template.facts.none") },
            ...recordFacts.map((code) => ({ value: code, label: t(`note_template.facts.${code}`) })),
          ]}
          allowDeselect={false}
        />
      </SimpleGrid>
      {field.kind === "choice" && (
        <Textarea
          label={t("note_template.options")}
          description={t("note_template.options_text")}
          value={field.options}
          onChange={(event) => onChange({ options: event.currentTarget.value })}
          autosize
          minRows={2}
          maxLength={10_000}
          required
        />
      )}
      <Checkbox
        label={t("note_template.required")}
        checked={field.required ?? false}
        onChange={(event) => onChange({ required: event.currentTarget.checked })}
      />
    </Stack>
  );
}
