import { Fieldset, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { EducationItem } from "@/api/types";
import { freshCode } from "@/features/note/edition";
import { useKeptForm } from "@/lib/drafts";
import { usePreferences } from "@/lib/preferences";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { titleIn } from "./item";

const topics = [
  "condition",
  "treatment",
  "medication",
  "self_care",
  "prevention",
  "benefits",
  "end_of_life",
] as const;
const formats = ["handout", "checklist"] as const;
const languages = ["en", "es"] as const;

interface ItemForm {
  topic: (typeof topics)[number];
  format: (typeof formats)[number];
  conditions: string;
  en: { title: string; body: string };
  es: { title: string; body: string };
}

function formOf(from: EducationItem | undefined): ItemForm {
  const text = (language: (typeof languages)[number]) => {
    const own = from?.texts.find((one) => one.language === language);
    return { title: own?.title ?? "", body: own?.body ?? "" };
  };
  return {
    topic: from?.topic ?? "self_care",
    format: from?.format ?? "handout",
    conditions: (from?.conditions ?? []).join(", "),
    en: text("en"),
    es: text("es"),
  };
}

type Words = ItemForm["en"];

const written = ({ title, body }: Words) =>
  title.trim() && body.trim() ? { title: title.trim(), body: body.trim() } : null;

/** A title without a text, or a text without a title. */
const isHalf = ({ title, body }: Words) => Boolean(title.trim()) !== Boolean(body.trim());

interface ItemDialogProps {
  /** The edition to begin with; a new item without. */
  from: EducationItem | undefined;
  /** Codes that items have. */
  taken: ReadonlySet<string>;
  onClose: () => void;
}

/** Adds an item to the library, or the next edition of one. */
export function ItemDialog({ from, taken, onClose }: ItemDialogProps) {
  const { t } = useTranslation();
  const { language: mine } = usePreferences();
  const { form, change, discard } = useKeptForm(
    `education:${from ? `${from.code}:${from.edition}` : "new"}`,
    () => formOf(from),
  );
  const publish = useAct("education_item_publish", {
    onSuccess: () => {
      discard();
      showDone(t("education.added"));
      onClose();
    },
  });
  const errors = fieldErrors(publish.error);
  const submit = () => {
    const { topic, format, conditions } = form;
    publish.mutate({
      body: {
        code: from?.code ?? freshCode(form.en.title || form.es.title, taken),
        from_edition: from?.edition ?? 0,
        topic,
        format,
        conditions: conditions
          .split(",")
          .map((word) => word.trim())
          .filter((word) => word.length > 1),
        en: written(form.en),
        es: written(form.es),
      },
    });
  };
  return (
    <Dialog
      title={from ? t("education.edition_of", { title: titleIn(from, mine) }) : t("education.add")}
      submit={t("edition.publish")}
      busy={publish.isPending}
      error={publish.error}
      disabled={!languages.some((own) => written(form[own])) || languages.some((own) => isHalf(form[own]))}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t("education.topic")}
          value={form.topic}
          onChange={(next) => change({ topic: topics.find((code) => code === next) ?? form.topic })}
          data={topics.map((code) => ({ value: code, label: t(`education.topics.${code}`) }))}
          allowDeselect={false}
        />
        <Select
          label={t("education.format")}
          value={form.format}
          onChange={(next) => change({ format: formats.find((code) => code === next) ?? form.format })}
          data={formats.map((code) => ({ value: code, label: t(`education.formats.${code}`) }))}
          allowDeselect={false}
        />
      </SimpleGrid>
      <TextInput
        label={t("education.conditions")}
        description={t("education.conditions_text")}
        value={form.conditions}
        onChange={(event) => change({ conditions: event.currentTarget.value })}
        maxLength={1000}
      />
      {languages.map((language) => (
        <Fieldset key={language} legend={t(`education.languages.${language}`)}>
          <Stack gap="xs">
            <TextInput
              label={t("education.item_title", { language: t(`education.languages.${language}`) })}
              value={form[language].title}
              onChange={(event) =>
                change({ [language]: { ...form[language], title: event.currentTarget.value } })
              }
              error={errors[language]}
              maxLength={200}
              required={Boolean(form[language].body.trim())}
            />
            <Textarea
              label={t("education.item_body", { language: t(`education.languages.${language}`) })}
              value={form[language].body}
              onChange={(event) =>
                change({ [language]: { ...form[language], body: event.currentTarget.value } })
              }
              autosize
              minRows={4}
              maxLength={10_000}
              required={Boolean(form[language].title.trim())}
            />
          </Stack>
        </Fieldset>
      ))}
      <Text size="sm" c="dimmed">
        {t("education.item_text")}
      </Text>
    </Dialog>
  );
}
