import {
  Group,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { languageName, languages } from "@/lib/language";
import { useTexts } from "@/lib/texts";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { reportingLines, roles, specialisations, tracks } from "./choices";
import { StaffSelect } from "./StaffSelect";
import { texts } from "./texts";
import { ZoneSelect } from "./ZoneSelect";

interface StaffDialogProps {
  /** Whom to change; absent for somebody new. */
  staff?: Schemas["StaffView"];
  onClose: () => void;
}

/** A colleague's account: who they are, what they are, who answers for them. */
export function StaffDialog({ staff, onClose }: StaffDialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const me = useMe();
  const say = useTexts(texts);
  const [form, setForm] = useState({
    name: staff?.name ?? "",
    email: staff?.email ?? "",
    title: staff?.title ?? "",
    role: staff?.role ?? ("care_manager" as Schemas["Role"]),
    supervisorId: staff?.supervisor?.id ?? null,
    password: "",
    active: staff?.active ?? true,
    zone: staff?.time_zone ?? me.time_zone,
    languages: staff?.languages ?? ["en"],
    profile: { fluency: [], specialisations: [], remote_states: [], ...staff?.profile },
  });
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const create = useAct("staff_create", {
    onSuccess: ({ name }) => {
      showDone(t("staff.added", { name }));
      onClose();
    },
  });
  const update = useAct("staff_update", { onSuccess: onClose });
  const act = staff ? update : create;
  const errors = fieldErrors(act.error);
  const submit = () => {
    const { name, email, title, role, password, active } = form;
    const common = {
      name,
      email,
      title,
      role,
      supervisor_id: form.supervisorId,
      time_zone: form.zone,
      languages: form.languages,
      profile: form.profile,
    };
    if (staff) update.mutate({ path: { id: staff.id }, version: staff.version, body: { ...common, active } });
    else create.mutate({ body: { ...common, password: password || null } });
  };
  return (
    <Dialog
      title={staff ? t("staff.edit", { name: staff.name }) : t("staff.add")}
      submit={t(staff ? "action.save" : "action.add")}
      busy={act.isPending}
      error={act.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t("staff.name")}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errors["name"]}
        maxLength={200}
        required
        data-autofocus
      />
      <TextInput
        type="email"
        label={t("staff.email")}
        value={form.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
        error={errors["email"]}
        maxLength={200}
        autoComplete="off"
        required
      />
      <TextInput
        label={t("staff.title")}
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={errors["title"]}
        maxLength={200}
      />
      <Select
        label={t("staff.role")}
        value={form.role}
        onChange={(next) => change({ role: roles.find((role) => role === next) ?? form.role })}
        data={roles.map((role) => ({ value: role, label: words(role) }))}
        error={errors["role"]}
      />
      <StaffSelect
        label={t("staff.supervisor")}
        placeholder={t("staff.no_supervisor")}
        value={form.supervisorId}
        onChange={(supervisorId) => change({ supervisorId })}
        error={errors["supervisor_id"]}
        clearable
      />
      <ZoneSelect
        label={t("staff.time_zone")}
        value={form.zone}
        onChange={(zone) => zone && change({ zone })}
        error={errors["time_zone"]}
      />
      <MultiSelect
        label={say.language}
        value={form.languages}
        onChange={(next) => change({ languages: next })}
        data={[...new Set([...languages, ...form.languages])].map((tag) => ({
          value: tag,
          label: languageName(tag),
        }))}
        error={errors["languages"]}
        maxValues={20}
        hidePickedOptions
        searchable
      />
      <ProfileFields profile={form.profile} onChange={(profile) => change({ profile })} errors={errors} />
      {staff ? (
        <Switch
          label={t("staff.active")}
          description={t("staff.active_text")}
          checked={form.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
      ) : (
        <PasswordInput
          label={t("staff.password")}
          description={t("staff.password_text")}
          value={form.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ "aria-label": t("session.show_password") }}
          error={errors["password"]}
          autoComplete="new-password"
          minLength={15}
          maxLength={128}
        />
      )}
    </Dialog>
  );
}

interface ProfileFieldsProps {
  profile: Required<Pick<Schemas["ProfileContent"], "fluency" | "specialisations" | "remote_states">> &
    Schemas["ProfileContent"];
  onChange: (profile: ProfileFieldsProps["profile"]) => void;
  errors: Record<string, string>;
}

/** What matters when work is given to them: experience, whom they know well, and from where they may work. */
function ProfileFields({ profile, onChange, errors }: ProfileFieldsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const say = useTexts(texts);
  const states = profile.remote_states;
  return (
    <>
      <Group grow align="flex-start">
        <NumberInput
          label={t("staff.years")}
          value={profile.years_experience ?? ""}
          onChange={(years) =>
            onChange({ ...profile, years_experience: typeof years === "number" ? years : null })
          }
          error={errors["profile.years_experience"]}
          min={0}
          max={70}
          allowDecimal={false}
        />
        <TagsInput
          label={t("staff.remote_states")}
          description={t("staff.remote_states_text")}
          value={states}
          onChange={(next) =>
            onChange({ ...profile, remote_states: next.map((state) => state.trim().toUpperCase()) })
          }
          error={errors["profile.remote_states"]}
          maxTags={60}
        />
      </Group>
      <MultiSelect
        label={t("staff.specialisations")}
        value={profile.specialisations}
        onChange={(next) =>
          onChange({ ...profile, specialisations: specialisations.filter((code) => next.includes(code)) })
        }
        data={specialisations.map((code) => ({ value: code, label: words(code) }))}
        hidePickedOptions
      />
      <Group grow align="flex-start">
        <Select
          label={say.track}
          value={profile.track ?? null}
          onChange={(next) => onChange({ ...profile, track: tracks.find((code) => code === next) ?? null })}
          data={tracks.map((code) => ({ value: code, label: say[`track_${code}`] }))}
          clearable
        />
        <Select
          label={say.reports_to}
          value={profile.reports_to ?? null}
          onChange={(next) =>
            onChange({ ...profile, reports_to: reportingLines.find((code) => code === next) ?? null })
          }
          data={reportingLines.map((code) => ({ value: code, label: say[`line_${code}`] }))}
          clearable
        />
      </Group>
    </>
  );
}
