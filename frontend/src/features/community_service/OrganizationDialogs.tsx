import { Checkbox, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { ApiError, fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useEdit } from "@/lib/edit";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

type Organization = Schemas["CommunityOrganizationView"];

const said = (text: string) => text.trim() || null;
const plain = ["phone", "email", "url"] as const;

interface OrganizationDialogProps {
  /** The one that is changed; a new one without. */
  organization?: Organization;
  onClose: () => void;
}

/** Name and how to reach an organization, new or known. */
export function OrganizationDialog({ organization, onClose }: OrganizationDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const key = `organization:${organization?.id ?? ""}`;
  const { form, change, ...edit } = useEdit(key, organization, (record) => ({
    name: record?.content.name ?? "",
    description: record?.content.description ?? "",
    phone: record?.content.phone ?? "",
    email: record?.content.email ?? "",
    url: record?.content.url ?? "",
    isAnother: false,
  }));
  const create = useAct("community_organization_create", {
    onSuccess: ({ id }) => {
      edit.discard();
      onClose();
      void navigate({ to: "/services/organizations/$organizationId", params: { organizationId: id } });
    },
  });
  const update = useAct("community_organization_update", {
    onSuccess: ({ content }) => {
      edit.discard();
      showDone(t("directory.saved", { name: content.name }));
      onClose();
    },
  });
  const act = organization ? update : create;
  const errors = fieldErrors(act.error);
  const isAlike = act.error instanceof ApiError && act.error.code === "community_organization_alike";
  const save = (version: number) => {
    const body = {
      name: form.name.trim(),
      description: said(form.description),
      phone: said(form.phone),
      email: said(form.email),
      url: said(form.url),
    };
    if (organization) update.mutate({ path: { id: organization.id }, version, body });
    else create.mutate({ body: { ...body, is_another: form.isAnother } });
  };
  return (
    <Dialog
      title={t(organization ? "directory.edit_organization" : "directory.new_organization")}
      submit={t("action.save")}
      busy={act.isPending}
      error={act.error}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <TextInput
        label={t("directory.name")}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value, isAnother: false })}
        error={errors["name"]}
        maxLength={200}
        required
        data-autofocus
      />
      <Textarea
        label={t("directory.description")}
        value={form.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
        error={errors["description"]}
        maxLength={4000}
        autosize
        minRows={2}
      />
      {plain.map((name) => (
        <TextInput
          key={name}
          label={t(`service.${name === "url" ? "web" : name}`)}
          placeholder={name === "url" ? "https://" : undefined}
          type={name === "phone" ? "tel" : name}
          value={form[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
          error={errors[name]}
          maxLength={name === "phone" ? 60 : name === "email" ? 200 : 500}
        />
      ))}
      {(isAlike || form.isAnother) && (
        <Checkbox
          label={t("directory.is_another")}
          checked={form.isAnother}
          onChange={(event) => change({ isAnother: event.currentTarget.checked })}
        />
      )}
    </Dialog>
  );
}

const kinds = [
  "referral",
  "contract",
  "data_sharing",
  "informal",
] as const satisfies Schemas["AgreementKind"][];

/** Whom we call at an organization, and what was agreed with it. */
export function PartnerDialog({ organization, onClose }: Required<OrganizationDialogProps>) {
  const { t } = useTranslation();
  const { form, change, ...edit } = useEdit(`partner:${organization.id}`, organization, (record) => ({
    contact: {
      name: record?.contact?.name ?? "",
      role: record?.contact?.role ?? "",
      phone: record?.contact?.phone ?? "",
      email: record?.contact?.email ?? "",
    },
    kind: record?.agreement?.kind ?? null,
    starts_on: record?.agreement?.starts_on ?? "",
    ends_on: record?.agreement?.ends_on ?? "",
    note: record?.agreement?.note ?? "",
  }));
  const { contact } = form;
  const update = useAct("community_organization_partner_update", {
    onSuccess: ({ content }) => {
      edit.discard();
      showDone(t("directory.saved", { name: content.name }));
      onClose();
    },
  });
  const errors = fieldErrors(update.error);
  const save = (version: number) =>
    update.mutate({
      path: { id: organization.id },
      version,
      body: {
        contact: contact.name.trim()
          ? {
              name: contact.name.trim(),
              role: said(contact.role),
              phone: said(contact.phone),
              email: said(contact.email),
            }
          : null,
        agreement: form.kind && {
          kind: form.kind,
          starts_on: form.starts_on,
          ends_on: form.ends_on || null,
          note: said(form.note),
        },
      },
    });
  const reach = [contact.role, contact.phone, contact.email].some((text) => text.trim() !== "");
  return (
    <Dialog
      title={t("directory.edit_partner")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <TextInput
        label={t("directory.contact_name")}
        description={t("directory.contact_text")}
        value={contact.name}
        onChange={(event) => change({ contact: { ...contact, name: event.currentTarget.value } })}
        error={errors["contact.name"]}
        maxLength={200}
        required={reach}
        data-autofocus
      />
      {(["role", "phone", "email"] as const).map((name) => (
        <TextInput
          key={name}
          label={t(name === "role" ? "directory.contact_role" : `service.${name}`)}
          type={name === "role" ? "text" : name === "phone" ? "tel" : name}
          value={contact[name]}
          onChange={(event) => change({ contact: { ...contact, [name]: event.currentTarget.value } })}
          error={errors[`contact.${name}`]}
          maxLength={name === "phone" ? 60 : 200}
        />
      ))}
      <Select
        label={t("directory.agreement")}
        placeholder={t("directory.no_agreement")}
        value={form.kind}
        onChange={(code) => change({ kind: kinds.find((known) => known === code) ?? null })}
        data={kinds.map((code) => ({ value: code, label: t(`directory.agreements.${code}`) }))}
        clearable
        clearButtonProps={{ "aria-label": t("directory.no_agreement") }}
      />
      {form.kind && (
        <Stack gap="sm">
          <TextInput
            type="date"
            label={t("directory.starts_on")}
            value={form.starts_on}
            onChange={(event) => change({ starts_on: event.currentTarget.value })}
            error={errors["agreement.starts_on"]}
            required
          />
          <TextInput
            type="date"
            label={t("directory.ends_on")}
            value={form.ends_on}
            onChange={(event) => change({ ends_on: event.currentTarget.value })}
            error={errors["agreement.ends_on"]}
          />
          <Textarea
            label={t("directory.agreement_note")}
            value={form.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            maxLength={2000}
            autosize
          />
        </Stack>
      )}
      <Text size="sm" c="dimmed">
        {t("directory.partner_text")}
      </Text>
    </Dialog>
  );
}
