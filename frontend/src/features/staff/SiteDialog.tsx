import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { fill, useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { texts } from "./texts";

interface SiteDialogProps {
  /** What to change; absent for a new site. */
  site?: Schemas["SiteView"];
  onClose: () => void;
}

/** A place of the organization. */
export function SiteDialog({ site, onClose }: SiteDialogProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const [form, setForm] = useState({
    name: site?.name ?? "",
    city: site?.city ?? "",
    state: site?.state ?? "",
  });
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const create = useAct("site_create", { onSuccess: onClose });
  const update = useAct("site_update", { onSuccess: onClose });
  const act = site ? update : create;
  const errors = fieldErrors(act.error);
  const submit = () => {
    if (site) update.mutate({ path: { id: site.id }, version: site.version, body: form });
    else create.mutate({ body: form });
  };
  return (
    <Dialog
      title={site ? fill(say.site_edit, { site: site.name }) : say.site_new}
      submit={t(site ? "action.save" : "action.add")}
      busy={act.isPending}
      error={act.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={say.site_name}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errors["name"]}
        maxLength={200}
        required
        data-autofocus
      />
      <TextInput
        label={say.city}
        value={form.city}
        onChange={(event) => change({ city: event.currentTarget.value })}
        error={errors["city"]}
        maxLength={100}
        required
      />
      <TextInput
        label={say.state}
        description={say.state_text}
        value={form.state}
        onChange={(event) => change({ state: event.currentTarget.value.toUpperCase() })}
        error={errors["state"]}
        maxLength={2}
        required
      />
    </Dialog>
  );
}
