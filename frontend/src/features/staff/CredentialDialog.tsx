import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { Dialog } from "@/ui/Dialog";
import {
  credentialCategories,
  credentialKinds,
  credentialStatuses,
  kindsOf,
  needsOf,
  useKindName,
} from "./credentials";

interface CredentialDialogProps {
  staff: Schemas["StaffView"];
  /** What to correct; absent for a new one. */
  credential?: Schemas["CredentialView"];
  onClose: () => void;
}

const wholeNumber = (value: string | number) => (typeof value === "number" ? value : null);

/** A license, certificate, degree or check of a colleague; what they may do depends on it. */
export function CredentialDialog({ staff, credential, onClose }: CredentialDialogProps) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const [kind, setKind] = useState(credential?.kind ?? "rn");
  const [form, setForm] = useState({
    number: credential?.number ?? "",
    state: credential?.state ?? "",
    status: credentialStatuses.find((status) => status === credential?.status) ?? "active",
    issued_on: credential?.issued_on ?? "",
    expires_on: credential?.expires_on ?? "",
    renewal_hours: credential?.renewal_hours ?? null,
    hours_earned: credential?.hours_earned ?? null,
  });
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const create = useAct("credential_create", { onSuccess: onClose });
  const update = useAct("credential_update", { onSuccess: onClose });
  const act = credential ? update : create;
  const errors = fieldErrors(act.error);
  const needs = needsOf(kind);
  const submit = () => {
    // What was typed for another kind stays behind.
    const body = {
      number: needs.number ? form.number : "",
      status: form.status,
      state: (needs.state && form.state.toUpperCase()) || null,
      issued_on: form.issued_on || null,
      expires_on: (needs.expiry && form.expires_on) || null,
      renewal_hours: needs.hours ? form.renewal_hours : null,
      hours_earned: needs.hours ? form.hours_earned : null,
    };
    if (credential) update.mutate({ path: { id: credential.id }, version: credential.version, body });
    else create.mutate({ path: { id: staff.id }, body: { ...body, kind } });
  };
  const title = credential ? t("credential.edit", { what: nameOf(kind) }) : t("staff.credential_add");
  return (
    <Dialog
      title={`${title}: ${staff.name}`}
      submit={t(credential ? "action.save" : "action.add")}
      busy={act.isPending}
      error={act.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Group grow align="flex-start">
        <Select
          label={t("staff.credential_kind")}
          value={kind}
          onChange={(next) => setKind(credentialKinds.find((one) => one === next) ?? kind)}
          data={credentialCategories.map((category) => ({
            group: t(`credential.category.${category}`),
            items: kindsOf(category).map((one) => ({ value: one, label: nameOf(one) })),
          }))}
          disabled={credential !== undefined}
          allowDeselect={false}
          searchable
          data-autofocus
        />
        {needs.state && (
          <TextInput
            label={t("staff.credential_state")}
            value={form.state}
            onChange={(event) => change({ state: event.currentTarget.value })}
            error={errors["state"]}
            maxLength={2}
            required
          />
        )}
      </Group>
      {needs.number && (
        <TextInput
          label={t("staff.credential_number")}
          value={form.number}
          onChange={(event) => change({ number: event.currentTarget.value })}
          error={errors["number"]}
          maxLength={60}
          required
        />
      )}
      <Select
        label={t("staff.credential_status")}
        value={form.status}
        onChange={(next) =>
          change({ status: credentialStatuses.find((status) => status === next) ?? form.status })
        }
        data={credentialStatuses.map((status) => ({
          value: status,
          label: t(`credential.status.${status}`),
        }))}
        error={errors["status"]}
        allowDeselect={false}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t(needs.passed ? "credential.passed" : "credential.issued")}
          value={form.issued_on}
          onChange={(event) => change({ issued_on: event.currentTarget.value })}
          error={errors["issued_on"]}
        />
        {needs.expiry && (
          <TextInput
            type="date"
            label={t("staff.credential_expires")}
            value={form.expires_on}
            onChange={(event) => change({ expires_on: event.currentTarget.value })}
            error={errors["expires_on"]}
            required
          />
        )}
      </Group>
      {needs.hours && (
        <Group grow align="flex-start">
          <NumberInput
            label={t("credential.renewal_hours")}
            value={form.renewal_hours ?? ""}
            onChange={(value) => change({ renewal_hours: wholeNumber(value) })}
            error={errors["renewal_hours"]}
            min={0}
            max={1000}
            allowDecimal={false}
          />
          <NumberInput
            label={t("credential.hours_earned")}
            value={form.hours_earned ?? ""}
            onChange={(value) => change({ hours_earned: wholeNumber(value) })}
            error={errors["hours_earned"]}
            min={0}
            max={1000}
            allowDecimal={false}
          />
        </Group>
      )}
    </Dialog>
  );
}
