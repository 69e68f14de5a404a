import { NumberInput, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Authorization, Coverage } from "@/api/types";
import { useMe } from "@/app/me";
import { instantOf, localOf, todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { useEdit } from "@/lib/edit";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { firstOf, lines, pick, subjects, urgencies } from "./fields";
import { useSharing } from "./useSharing";

interface CourseDialogProps {
  request: Authorization;
  onClose: () => void;
}

/** Hands the request in: the clock starts when the payer received it. */
export function SubmitDialog({ request, onClose }: CourseDialogProps) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const [at, setAt] = useState(() => localOf(new Date(), time_zone));
  const submit = useAct("authorization_submit", { shows: "authorization_get", onSuccess: onClose });
  const sharing = useSharing(request, "plan", at ? instantOf(at, time_zone) : undefined);
  if (sharing.instead) return sharing.instead;
  return (
    <Dialog
      title={t("authorization.act.submit")}
      submit={t("authorization.act.submit")}
      busy={submit.isPending}
      error={submit.error}
      disabled={!at || sharing.denied}
      onSubmit={() =>
        submit.mutate({
          path: { id: request.id },
          version: request.version,
          body: { received_at: instantOf(at, time_zone) },
        })
      }
      onClose={onClose}
    >
      <Text c="dimmed">{t(`authorization.submit_text.${request.summary.side}`)}</Text>
      {sharing.notice}
      <ZonedTimeInput
        zone={time_zone}
        label={t("authorization.field.received_at")}
        value={at}
        onChange={setAt}
        error={fieldErrors(submit.error)["received_at"]}
        required
        data-autofocus
      />
    </Dialog>
  );
}

/** Notes used units. */
export function UseDialog({ request, onClose }: CourseDialogProps) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const [on, setOn] = useState(() => todayIn(time_zone));
  const [units, setUnits] = useState<number | string>(1);
  const use = useAct("authorization_use", { shows: "authorization_get", onSuccess: onClose });
  const errors = fieldErrors(use.error);
  return (
    <Dialog
      title={t("authorization.act.use")}
      submit={t("action.save")}
      busy={use.isPending}
      error={use.error}
      disabled={!on || typeof units !== "number"}
      onSubmit={() =>
        typeof units === "number" &&
        use.mutate({ path: { id: request.id }, version: request.version, body: { on, units } })
      }
      onClose={onClose}
    >
      <Text c="dimmed">
        {t("authorization.units_left", {
          left: request.summary.units.left,
          of: request.summary.units.authorized,
        })}
      </Text>
      <TextInput
        type="date"
        label={t("authorization.field.on")}
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
        error={errors["on"]}
        required
      />
      <NumberInput
        label={t("authorization.field.used_units")}
        value={units}
        onChange={setUnits}
        min={1}
        error={errors["units"]}
        required
        data-autofocus
      />
    </Dialog>
  );
}

const portalForm = (request: Authorization | undefined) => ({
  name: request?.portal_entry?.name ?? "",
  reference: request?.portal_entry?.reference ?? "",
  says: request?.portal_entry?.says ?? "",
});

/** Notes where the request stands in the payer's portal. */
export function TrackDialog({ request, onClose }: CourseDialogProps) {
  const { t } = useTranslation();
  const { form, change, ...edit } = useEdit(`portal:${request.id}`, request, portalForm);
  const track = useAct("authorization_track", {
    shows: "authorization_get",
    onSuccess: () => {
      edit.discard();
      onClose();
    },
  });
  const errors = fieldErrors(track.error);
  const save = (version: number) =>
    track.mutate({
      path: { id: request.id },
      version,
      body: { name: form.name, reference: form.reference || null, says: form.says || null },
    });
  return (
    <Dialog
      title={t("authorization.act.track")}
      submit={t("action.save")}
      busy={track.isPending}
      error={track.error}
      stale={edit.whenStale(save, track.reset)}
      disabled={!form.name.trim()}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <TextInput
        label={t("authorization.field.portal")}
        placeholder="Availity, NaviNet"
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errors["name"]}
        maxLength={80}
        required
        data-autofocus
      />
      <TextInput
        label={t("authorization.field.reference")}
        value={form.reference}
        onChange={(event) => change({ reference: event.currentTarget.value })}
        error={errors["reference"]}
        maxLength={60}
      />
      <TextInput
        label={t("authorization.field.says")}
        value={form.says}
        onChange={(event) => change({ says: event.currentTarget.value })}
        error={errors["says"]}
        maxLength={200}
      />
    </Dialog>
  );
}

interface AppealDialogProps {
  caseId: string;
  /** What the person is covered by: the first one says which law judges a grievance. */
  coverages?: Coverage[];
  /** The zone of the case, where it is known. */
  zone?: string;
  /** The request whose decision is appealed; a grievance without one. */
  request?: Authorization;
  onClose: () => void;
}

/** Files an appeal against a decision, or a grievance. */
export function AppealDialog({ caseId, coverages = [], zone, request, onClose }: AppealDialogProps) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const clock = zone ?? time_zone;
  const kind = request ? "appeal" : "grievance";
  const draft = useDraft(`${kind}:${request?.id ?? caseId}`, () => ({
    words: "",
    late: "",
    urgency: "standard" as (typeof urgencies)[number],
    subject: "pre_service" as (typeof subjects)[number],
    line: firstOf(coverages)?.line ?? null,
    received: "",
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const create = useAct("appeal_create", {
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const lost = request?.appeals.some(
    ({ level, status }) => level === "plan" && (status === "upheld" || status === "partly_overturned"),
  );
  const level = lost ? "independent" : "plan";
  const received = form.received ? instantOf(form.received, clock) : undefined;
  const submit = () =>
    create.mutate({
      path: { id: caseId },
      body: {
        kind,
        authorization_id: request?.id ?? null,
        level,
        subject: form.subject,
        line: request ? null : form.line,
        urgency: form.urgency,
        words: form.words,
        late_reason: form.late || null,
        ...(received && { received_at: received }),
      },
    });
  const sharing = useSharing(request, level, received);
  if (sharing.instead) return sharing.instead;
  return (
    <Dialog
      title={t(`authorization.appeal.file.${kind}`)}
      submit={t(`authorization.appeal.file.${kind}`)}
      busy={create.isPending}
      error={create.error}
      disabled={!form.words.trim() || (!request && !form.line) || sharing.denied}
      onSubmit={submit}
      onClose={onClose}
    >
      {lost && <Text c="dimmed">{t("authorization.appeal.goes_on")}</Text>}
      {sharing.notice}
      {request && (
        <Select
          label={t("authorization.field.subject")}
          value={form.subject}
          onChange={(next) => change({ subject: pick(subjects, next, form.subject) })}
          data={subjects.map((code) => ({ value: code, label: t(`authorization.appeal.subject.${code}`) }))}
          allowDeselect={false}
        />
      )}
      {!request && (
        <Select
          label={t("authorization.field.line")}
          description={t("authorization.appeal.line_text")}
          value={form.line}
          onChange={(next) => change({ line: lines.find((code) => code === next) ?? form.line })}
          data={lines.map((code) => ({ value: code, label: t(`authorization.line.${code}`) }))}
          error={errors["line"]}
          allowDeselect={false}
          required
        />
      )}
      <ZonedTimeInput
        zone={clock}
        label={t("authorization.field.received_at")}
        description={t("authorization.now_when_empty")}
        value={form.received}
        onChange={(next) => change({ received: next })}
        error={errors["received_at"]}
      />
      <Select
        label={t("authorization.field.urgency")}
        value={form.urgency}
        onChange={(next) => change({ urgency: pick(urgencies, next, form.urgency) })}
        data={urgencies.map((code) => ({ value: code, label: t(`authorization.urgency.${code}`) }))}
        allowDeselect={false}
      />
      <Textarea
        label={t("authorization.field.wanted")}
        value={form.words}
        onChange={(event) => change({ words: event.currentTarget.value })}
        error={errors["words"]}
        autosize
        minRows={3}
        maxLength={5000}
        required
        data-autofocus
      />
      {request && (
        <TextInput
          label={t("authorization.field.late_reason")}
          value={form.late}
          onChange={(event) => change({ late: event.currentTarget.value })}
          error={errors["late_reason"]}
          maxLength={2000}
        />
      )}
    </Dialog>
  );
}
