import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";
import { credentialKinds, credentialStatuses } from "./choices";

/** A license or certificate of a colleague; what they may do depends on it. */
export function CredentialDialog({ staff, onClose }: { staff: Schemas["StaffView"]; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const [form, setForm] = useState({
    kind: "rn" as Schemas["CredentialKind"],
    number: "",
    state: "",
    status: "active" as Schemas["CredentialStatus"],
    expires_on: "",
  });
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const create = useAct("credential_create", { onSuccess: onClose });
  const errors = fieldErrors(create.error);
  const submit = () =>
    create.mutate({ path: { id: staff.id }, body: { ...form, state: form.state.toUpperCase() || null } });
  return (
    <Dialog
      title={`${t("staff.credential_add")}: ${staff.name}`}
      submit={t("action.add")}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Group grow align="flex-start">
        <Select
          label={t("staff.credential_kind")}
          value={form.kind}
          onChange={(next) => change({ kind: credentialKinds.find((kind) => kind === next) ?? form.kind })}
          data={credentialKinds.map((kind) => ({ value: kind, label: kind.toUpperCase() }))}
          data-autofocus
        />
        <TextInput
          label={t("staff.credential_state")}
          value={form.state}
          onChange={(event) => change({ state: event.currentTarget.value })}
          error={errors["state"]}
          maxLength={2}
        />
      </Group>
      <TextInput
        label={t("staff.credential_number")}
        value={form.number}
        onChange={(event) => change({ number: event.currentTarget.value })}
        error={errors["number"]}
        maxLength={60}
        required
      />
      <Group grow align="flex-start">
        <Select
          label={t("staff.credential_status")}
          value={form.status}
          onChange={(next) =>
            change({ status: credentialStatuses.find((status) => status === next) ?? form.status })
          }
          data={credentialStatuses.map((status) => ({ value: status, label: words(status) }))}
        />
        <TextInput
          type="date"
          label={t("staff.credential_expires")}
          value={form.expires_on}
          onChange={(event) => change({ expires_on: event.currentTarget.value })}
          error={errors["expires_on"]}
          required
        />
      </Group>
    </Dialog>
  );
}
