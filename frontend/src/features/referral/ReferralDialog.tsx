import { Button, Group, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { ApiError, fieldErrors } from "@/api/problem";
import type { NeedView } from "@/api/types";
import { useEdit } from "@/lib/edit";
import { useMe } from "@/app/me";
import { labels } from "@/features/consent/consent";
import { Ticks } from "@/features/consent/Ticks";
import { Payers } from "@/features/insurance_plan/Payers";
import { formatInstant, todayIn } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { kinds, oneOf, type Referral } from "./referral";

interface Form {
  serviceId: string | null;
  kind: Referral["kind"];
  needId: string | null;
  recipient: string;
  request: string;
  note: string;
  duplicateReason: string;
  appointmentId: string | null;
  /** What is ticked as specially protected; null while nothing was said about it here. */
  labels: string[] | null;
}

interface ReferralDialogProps {
  caseId: string;
  needs: NeedView[];
  needId?: string | undefined;
  serviceId?: string | undefined;
  /** A draft that is written anew. */
  draft?: Referral;
  onClose: () => void;
}

const written = (draft: Referral): Form => ({
  serviceId: draft.community_service_id ?? null,
  kind: draft.kind,
  needId: draft.need_id ?? null,
  recipient: draft.community_service_id ? "" : draft.recipient,
  request: draft.request,
  note: draft.note ?? "",
  duplicateReason: draft.duplicate_reason ?? "",
  appointmentId: draft.appointment_id ?? null,
  labels: null,
});

/** What is arranged, with whom, and what they are asked to do. It stays a draft until it is sent. */
export function ReferralDialog({ caseId, needs, needId, serviceId, draft, onClose }: ReferralDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const key = `referral:${draft?.id ?? caseId}:${needId ?? ""}:${serviceId ?? ""}`;
  const { form, change, ...edit } = useEdit<Referral, Form>(key, draft, (record) =>
    record
      ? written(record)
      : {
          serviceId: serviceId ?? null,
          kind: "community_service",
          needId: needId ?? null,
          recipient: "",
          request: "",
          note: "",
          duplicateReason: "",
          appointmentId: null,
          labels: null,
        },
  );
  const service = form.serviceId;
  const done = (referral: Referral) => {
    edit.discard();
    if (draft) onClose();
    // The address with the open dialog is no place to come back to.
    else void navigate({ to: "/referrals/$referralId", params: { referralId: referral.id }, replace: true });
  };
  const create = useAct("referral_create", { onSuccess: done });
  const update = useAct("referral_update", { onSuccess: done });
  const act = draft ? update : create;
  const errors = fieldErrors(act.error);
  const repeated = act.error instanceof ApiError && act.error.code === "referral_duplicate";
  const open = needs.filter(
    ({ id, status }) => status === "active" || status === "candidate" || id === form.needId,
  );

  const save = (version: number) => {
    const body = {
      kind: form.kind,
      request: form.request,
      need_id: form.needId,
      community_service_id: service,
      recipient: service ? null : form.recipient,
      note: form.note || null,
      duplicate_reason: form.duplicateReason || null,
      appointment_id: form.kind === "transport" ? form.appointmentId : null,
      labels: form.labels && labels.filter((code) => form.labels?.includes(code)),
    };
    if (draft) update.mutate({ path: { id: draft.id }, version, body });
    else create.mutate({ path: { id: caseId }, body });
  };

  return (
    <Dialog
      title={t(draft ? "referral.edit" : "referral.create")}
      submit={t(draft ? "action.save" : "referral.create_submit")}
      busy={act.isPending}
      error={act.error}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <Select
        label={t("referral.kind")}
        value={form.kind}
        onChange={(kind) => change({ kind: oneOf(kinds, kind, form.kind) })}
        data={kinds.map((code) => ({ value: code, label: t(`referral.kinds.${code}`) }))}
        allowDeselect={false}
      />
      {form.kind === "transport" && (
        <RideTo
          caseId={caseId}
          value={form.appointmentId}
          onChange={(appointmentId) => change({ appointmentId })}
          error={errors["appointment_id"]}
        />
      )}
      {open.length > 0 && (
        <Select
          label={t("referral.need")}
          placeholder={t("referral.no_need")}
          value={form.needId}
          onChange={(id) => change({ needId: id })}
          data={open.map(({ id, title }) => ({ value: id, label: title }))}
          error={errors["need_id"]}
          clearable
          clearButtonProps={{ "aria-label": t("referral.no_need") }}
        />
      )}
      {service ? (
        <Chosen
          id={service}
          error={errors["community_service_id"]}
          onClear={() => change({ serviceId: null })}
        />
      ) : (
        <TextInput
          label={t("referral.recipient")}
          description={t("referral.recipient_text")}
          value={form.recipient}
          onChange={(event) => change({ recipient: event.currentTarget.value })}
          error={errors["recipient"]}
          maxLength={300}
          data-autofocus
          required
        />
      )}
      <Payers caseId={caseId} kind={form.kind} serviceId={service} />
      <Textarea
        label={t("referral.request")}
        description={t("referral.request_text")}
        value={form.request}
        onChange={(event) => change({ request: event.currentTarget.value })}
        error={errors["request"]}
        maxLength={2000}
        minRows={2}
        autosize
        required
      />
      <Protected draftId={draft?.id} ticked={form.labels} onChange={(ticked) => change({ labels: ticked })} />
      <Textarea
        label={t("referral.note")}
        description={t("referral.note_text")}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        maxLength={2000}
        autosize
      />
      {(repeated || form.duplicateReason !== "") && (
        <TextInput
          label={t("referral.duplicate_reason")}
          value={form.duplicateReason}
          onChange={(event) => change({ duplicateReason: event.currentTarget.value })}
          maxLength={500}
          required
        />
      )}
    </Dialog>
  );
}

interface ProtectedProps {
  draftId: string | undefined;
  ticked: string[] | null;
  onChange: (ticked: string[]) => void;
}

/** What of the request is specially protected: the partner gets it with the person's consent only. */
function Protected({ draftId, ticked, onChange }: ProtectedProps) {
  const { t } = useTranslation();
  const { data, error } = useCall(
    "referral_disclosure",
    { path: { id: draftId ?? "" } },
    { enabled: draftId !== undefined },
  );
  return (
    <>
      {error && <ProblemNotice error={error} />}
      <Ticks
        label={t("referral.labels")}
        description={t("referral.labels_text")}
        value={ticked ?? data?.said ?? []}
        onChange={onChange}
        options={labels}
        text={(code) => t(`consent.label.${code}`)}
        // What is ticked before the known ones are here would take those off.
        disabled={draftId !== undefined && ticked === null && !data}
      />
    </>
  );
}

interface RideToProps {
  caseId: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error: string | undefined;
}

/** The appointment to which a ride leads; silent while there is none to choose. */
function RideTo({ caseId, value, onChange, error }: RideToProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { data: found } = useCall("case_get", { path: { id: caseId } });
  const personId = found?.person.id ?? "";
  const { data } = useCall(
    "appointment_list",
    { path: { id: personId }, query: { from: todayIn(me.time_zone), days: 180 } },
    { enabled: personId !== "" },
  );
  const ahead = (data?.items ?? []).filter(({ id, status }) => status !== "cancelled" || id === value);
  if (ahead.length === 0) return null;
  return (
    <Select
      label={t("referral.ride_to")}
      description={t("referral.ride_to_text")}
      value={value}
      onChange={onChange}
      data={ahead.map(({ id, kind, starts_at, time_zone }) => ({
        value: id,
        label: `${t(`appointment.kinds.${kind}`)}, ${formatInstant(starts_at, time_zone)}`,
      }))}
      error={error}
      clearable
      clearButtonProps={{ "aria-label": t("referral.no_ride_to") }}
    />
  );
}

/** The service of the directory to which it goes. */
function Chosen({ id, error, onClear }: { id: string; error: string | undefined; onClear: () => void }) {
  const { t } = useTranslation();
  const { data, error: failure } = useCall("community_service_get", { path: { id } });
  return (
    <div>
      <Text size="sm" fw={500}>
        {t("referral.recipient")}
      </Text>
      <Group justify="space-between" gap="xs">
        <Text>
          {data ? `${data.content.name}, ${data.organization.name}` : !failure && t("state.loading")}
        </Text>
        <Button size="compact-md" variant="subtle" onClick={onClear}>
          {t("referral.other_recipient")}
        </Button>
      </Group>
      {failure && !data && <ProblemNotice error={failure} />}
      {error && (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
    </div>
  );
}
