import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { fill, useTexts } from "@/lib/texts";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";
import { settings } from "./choices";
import { texts } from "./texts";
import { ZoneSelect } from "./ZoneSelect";

interface ProgramDialogProps {
  /** What to change; absent for a new program. */
  program?: Schemas["ProgramView"];
  onClose: () => void;
}

/** A program: where it runs, in which setting, and what it calls people. */
export function ProgramDialog({ program, onClose }: ProgramDialogProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const words = useWords();
  const me = useMe();
  const sites = useCall("site_list", {});
  const [form, setForm] = useState({
    name: program?.name ?? "",
    siteId: program?.site.id ?? null,
    setting: program?.setting ?? null,
    label: program?.person_label ?? "",
    zone: program?.time_zone ?? me.time_zone,
  });
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const create = useAct("program_create", { onSuccess: onClose });
  const update = useAct("program_update", { onSuccess: onClose });
  const act = program ? update : create;
  const errors = fieldErrors(act.error);
  const { siteId, setting } = form;
  const submit = () => {
    if (!siteId || !setting) return;
    const body = { site_id: siteId, name: form.name, person_label: form.label || null, time_zone: form.zone };
    if (program) update.mutate({ path: { id: program.id }, version: program.version, body });
    else create.mutate({ body: { ...body, setting } });
  };
  return (
    <Dialog
      title={program ? fill(say.program_edit, { program: program.name }) : say.program_new}
      submit={t(program ? "action.save" : "action.add")}
      busy={act.isPending}
      error={act.error}
      disabled={!siteId || !setting}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={say.program_name}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errors["name"]}
        maxLength={200}
        required
        data-autofocus
      />
      <Select
        label={t("staff.setting")}
        description={say.program_setting_text}
        value={setting}
        onChange={(next) => change({ setting: settings.find((one) => one === next) ?? setting })}
        data={settings.map((one) => ({ value: one, label: words(one) }))}
        error={errors["setting"]}
        disabled={program !== undefined}
        allowDeselect={false}
        searchable
        required
      />
      <Select
        label={t("staff.site")}
        value={siteId}
        onChange={(next) => change({ siteId: next })}
        data={(sites.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        error={errors["site_id"]}
        allowDeselect={false}
        required
      />
      <TextInput
        label={t("staff.person_label")}
        description={say.person_label_text}
        value={form.label}
        onChange={(event) => change({ label: event.currentTarget.value })}
        error={errors["person_label"]}
        maxLength={40}
      />
      <ZoneSelect
        label={t("staff.time_zone")}
        description={say.program_zone_text}
        value={form.zone}
        onChange={(zone) => zone && change({ zone })}
        error={errors["time_zone"]}
      />
    </Dialog>
  );
}
