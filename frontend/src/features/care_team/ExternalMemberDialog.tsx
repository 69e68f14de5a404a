import { Button, Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { useEdit } from "@/lib/edit";
import { Dialog } from "@/ui/Dialog";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";

type Member = Schemas["ExternalMemberView"];

const roles = [
  "primary_care",
  "specialist",
  "nurse",
  "therapist",
  "counselor",
  "pharmacist",
  "social_worker",
  "home_care",
  "facility",
  "payer_representative",
  "community_partner",
  "school",
  "legal",
] as const;

interface Props {
  personId: string;
  /** Who is changed; somebody new without it. */
  memberId: string | undefined;
  onClose: () => void;
}

/** Somebody of another organization who takes care of the person. */
export function ExternalMemberDialog({ personId, memberId, onClose }: Props) {
  const { t } = useTranslation();
  const { data, error } = useCall(
    "external_member_get",
    { path: { id: memberId ?? "" } },
    { enabled: memberId !== undefined },
  );
  const [ending, setEnding] = useState(false);
  if (memberId && !data)
    return (
      <Modal
        opened
        onClose={onClose}
        title={t("action.edit")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {error ? <ProblemNotice error={error} /> : <Waiting lines={6} height={44} />}
      </Modal>
    );
  if (data && ending) return <EndDialog member={data} onClose={onClose} />;
  return <Form personId={personId} member={data} onEnd={data && (() => setEnding(true))} onClose={onClose} />;
}

interface FormProps {
  personId: string;
  member: Member | undefined;
  onEnd: (() => void) | undefined;
  onClose: () => void;
}

function Form({ personId, member, onEnd, onClose }: FormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { form, change, ...edit } = useEdit(
    `external-member:${member?.id ?? personId}`,
    member,
    (record) => ({
      name: record?.name ?? "",
      organization: record?.organization ?? "",
      role: record?.role ?? ("primary_care" as (typeof roles)[number]),
      phone: record?.phone ?? "",
      email: record?.email ?? "",
      fax: record?.fax ?? "",
      since: record?.since_on ?? todayIn(me.time_zone),
    }),
  );
  const onSuccess = () => {
    edit.discard();
    onClose();
  };
  const create = useAct("external_member_create", { onSuccess });
  const update = useAct("external_member_update", { onSuccess });
  const act = member ? update : create;
  const errors = fieldErrors(act.error);
  const save = (version: number) => {
    const body = {
      name: form.name,
      organization: form.organization || null,
      role: form.role,
      phone: form.phone || null,
      email: form.email || null,
      fax: form.fax || null,
      since_on: form.since,
    };
    if (member) update.mutate({ path: { id: member.id }, version, body });
    else create.mutate({ path: { id: personId }, body });
  };
  const line = (name: "name" | "organization" | "phone" | "email" | "fax", length: number) => (
    <TextInput
      label={t(`care_team.${name}`)}
      value={form[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      error={errors[name]}
      maxLength={length}
      required={name === "name"}
    />
  );
  return (
    <Dialog
      title={member ? t("care_team.edit", { name: member.name }) : t("care_team.add")}
      submit={t(member ? "action.save" : "action.add")}
      busy={act.isPending}
      error={act.error}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      {line("name", 200)}
      {line("organization", 200)}
      <Select
        label={t("care_team.role")}
        value={form.role}
        onChange={(next) => change({ role: roles.find((code) => code === next) ?? form.role })}
        data={roles.map((code) => ({ value: code, label: t(`care_team.roles.${code}`) }))}
        allowDeselect={false}
      />
      <Group grow align="flex-start">
        {line("phone", 40)}
        {line("fax", 40)}
      </Group>
      {line("email", 200)}
      <TextInput
        type="date"
        label={t("care_team.since_on")}
        value={form.since}
        onChange={(event) => change({ since: event.currentTarget.value })}
        error={errors["since_on"]}
        required
      />
      {onEnd && (
        <Button variant="subtle" color="red" onClick={onEnd} w="fit-content">
          {t("care_team.ended")}
        </Button>
      )}
    </Dialog>
  );
}

function EndDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { form, change, ...edit } = useEdit(`external-member-end:${member.id}`, member, () => ({
    day: todayIn(me.time_zone),
  }));
  const end = useAct("external_member_end", {
    onSuccess: () => {
      edit.discard();
      onClose();
    },
  });
  const save = (version: number) =>
    end.mutate({ path: { id: member.id }, version, body: { until_on: form.day } });
  return (
    <Dialog
      title={t("care_team.ended")}
      submit={t("care_team.ended")}
      danger
      busy={end.isPending}
      error={end.error}
      stale={edit.whenStale(save, end.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={t("care_team.until_on")}
        value={form.day}
        onChange={(event) => change({ day: event.currentTarget.value })}
        error={fieldErrors(end.error)["until_on"]}
        required
        data-autofocus
      />
    </Dialog>
  );
}
