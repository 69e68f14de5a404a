import { ActionIcon, Button, Checkbox, Fieldset, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { IconX } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { PersonView, Schemas } from "@/api/types";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { ownZone, todayIn } from "@/lib/dates";
import { languageName, languages } from "@/lib/language";
import { Dialog } from "@/ui/Dialog";

const sexes = ["female", "male", "other", "unknown"] as const;

const Form = z.object({
  given_name: z.string().check(z.minLength(1)),
  family_name: z.string().check(z.minLength(1)),
  birth_date: z.string().check(z.refine((on) => on !== "" && on <= new Date().toISOString().slice(0, 10))),
  email: z.string().check(z.refine((text) => text === "" || /^\S+@\S+\.\S+$/.test(text))),
});

interface PersonForm {
  given_name: string;
  family_name: string;
  preferred_name: string;
  pronouns: string;
  birth_date: string;
  deceased_on: string;
  sex: Schemas["Sex"];
  language: string;
  interpreter_needed: boolean;
  phone: string;
  email: string;
  line: string;
  city: string;
  state: string;
  postal_code: string;
  contact_point_id: string | null;
  identifiers: PersonView["identifiers"];
}

const fromPerson = (person: PersonView | undefined): PersonForm => ({
  given_name: person?.given_name ?? "",
  family_name: person?.family_name ?? "",
  preferred_name: person?.preferred_name ?? "",
  pronouns: person?.pronouns ?? "",
  birth_date: person?.birth_date ?? "",
  deceased_on: person?.deceased_on ?? "",
  sex: person?.sex ?? "unknown",
  language: person?.language ?? "en",
  interpreter_needed: person?.interpreter_needed ?? false,
  phone: person?.phone ?? "",
  email: person?.email ?? "",
  line: person?.address?.line ?? "",
  city: person?.address?.city ?? "",
  state: person?.address?.state ?? "",
  postal_code: person?.address?.postal_code ?? "",
  contact_point_id: person?.contact_point?.id ?? null,
  identifiers: person?.identifiers.map((one) => ({ ...one })) ?? [],
});

const orNull = (text: string) => text.trim() || null;

function toInput(form: PersonForm): Schemas["PersonCreate"] {
  const address = {
    line: orNull(form.line),
    city: orNull(form.city),
    state: orNull(form.state),
    postal_code: orNull(form.postal_code),
  };
  return {
    given_name: form.given_name.trim(),
    family_name: form.family_name.trim(),
    preferred_name: orNull(form.preferred_name),
    pronouns: orNull(form.pronouns),
    birth_date: form.birth_date,
    sex: sexes.find((known) => known === form.sex) ?? "unknown",
    language: form.language,
    interpreter_needed: form.interpreter_needed,
    phone: orNull(form.phone),
    email: orNull(form.email),
    address,
  };
}

/** A new person, or the details of one. */
export function PersonDialog({ person, onClose }: { person?: PersonView; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useAct("person_create", {
    onSuccess: ({ id }) => void navigate({ to: "/people/$personId", params: { personId: id } }),
  });
  const update = useAct("person_update", { onSuccess: onClose });
  const act = person ? update : create;
  const words: Partial<Record<string, string>> = {
    birth_date: t("person.birth_date_future"),
    email: t("person.email_wrong"),
  };
  const form = useForm<PersonForm>({
    initialValues: fromPerson(person),
    validate: (values) => {
      const issues = z.safeParse(Form, values).error?.issues ?? [];
      const fields = issues.map(({ path }) => String(path[0]));
      return Object.fromEntries(fields.map((field) => [field, words[field] ?? t("state.required")]));
    },
  });
  const { setErrors } = form;
  useEffect(() => setErrors(fieldErrors(act.error)), [act.error, setErrors]);

  const submit = form.onSubmit((values) => {
    if (person)
      update.mutate({
        path: { id: person.id },
        version: person.version,
        body: {
          ...toInput(values),
          deceased_on: orNull(values.deceased_on),
          contact_point_id: values.contact_point_id,
          identifiers: values.identifiers.map(({ system, value }) => ({
            system: system.trim(),
            value: value.trim(),
          })),
        },
      });
    else create.mutate({ body: toInput(values) });
  });

  return (
    <Dialog
      title={t(person ? "person.edit" : "person.create")}
      submit={t(person ? "action.save" : "person.create")}
      busy={act.isPending}
      error={act.error}
      onSubmit={() => submit()}
      onClose={onClose}
      size="lg"
    >
      <Group grow align="flex-start">
        <TextInput
          label={t("person.given_name")}
          {...form.getInputProps("given_name")}
          maxLength={100}
          required
          data-autofocus
        />
        <TextInput
          label={t("person.family_name")}
          {...form.getInputProps("family_name")}
          maxLength={100}
          required
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          label={t("person.preferred_name")}
          {...form.getInputProps("preferred_name")}
          maxLength={100}
        />
        <TextInput label={t("person.pronouns")} {...form.getInputProps("pronouns")} maxLength={40} />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("person.birth_date")}
          {...form.getInputProps("birth_date")}
          required
        />
        <Select
          label={t("person.sex")}
          {...form.getInputProps("sex")}
          data={sexes.map((code) => ({ value: code, label: t(`code.${code}`) }))}
        />
      </Group>
      <Group grow align="flex-end">
        <Select
          label={t("person.language")}
          {...form.getInputProps("language")}
          searchable
          data={[...new Set([...languages, form.values.language])].map((tag) => ({
            value: tag,
            label: languageName(tag),
          }))}
        />
        <Checkbox
          label={t("person.interpreter")}
          {...form.getInputProps("interpreter_needed", { type: "checkbox" })}
          pb={8}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput type="tel" label={t("person.phone")} {...form.getInputProps("phone")} maxLength={40} />
        <TextInput type="email" label={t("person.email")} {...form.getInputProps("email")} maxLength={200} />
      </Group>
      <TextInput label={t("person.address")} {...form.getInputProps("line")} maxLength={200} />
      <Group grow align="flex-start">
        <TextInput label={t("person.city")} {...form.getInputProps("city")} maxLength={100} />
        <TextInput label={t("person.state")} {...form.getInputProps("state")} maxLength={40} />
        <TextInput label={t("person.postal_code")} {...form.getInputProps("postal_code")} maxLength={20} />
      </Group>
      {person && (
        <Group grow align="flex-start">
          <StaffSelect
            label={t("person.contact_point_choice")}
            {...form.getInputProps("contact_point_id")}
            clearable
          />
          <TextInput
            type="date"
            label={t("person.death_date")}
            {...form.getInputProps("deceased_on")}
            max={todayIn(ownZone)}
          />
        </Group>
      )}
      {person && <Identifiers form={form} />}
    </Dialog>
  );
}

/** The numbers by which other systems know the person: one that was written down wrongly is corrected or removed. */
function Identifiers({ form }: { form: UseFormReturnType<PersonForm> }) {
  const { t } = useTranslation();
  return (
    <Fieldset legend={t("person.identifiers")}>
      <Stack gap="xs">
        {form.values.identifiers.map(({ value }, index) => (
          <Group key={form.key(`identifiers.${index}`)} gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              label={t("person.identifier_system")}
              {...form.getInputProps(`identifiers.${index}.system`)}
              maxLength={200}
              flex={1}
              required
            />
            <TextInput
              label={t("person.identifier_value")}
              {...form.getInputProps(`identifiers.${index}.value`)}
              maxLength={200}
              flex={1}
              required
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("person.identifier_remove", { number: value })}
              onClick={() => form.removeListItem("identifiers", index)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-md"
          w="fit-content"
          disabled={form.values.identifiers.length >= 20}
          onClick={() => form.insertListItem("identifiers", { system: "", value: "" })}
        >
          {t("person.identifier_add")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
