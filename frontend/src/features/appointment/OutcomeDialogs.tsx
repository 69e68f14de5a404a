import { Checkbox, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Appointment } from "@/api/types";
import { KeptContact, type Kept } from "@/features/contact/KeptContact";
import { HearingNotice } from "@/features/milestone/HearingNotice";
import { instantOf, localOf } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { ReasonField } from "@/ui/ReasonField";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { Minutes } from "./AppointmentDialog";
import { isVisit } from "./calendar";
import { SameDay } from "./SameDay";

interface OutcomeProps {
  appointment: Appointment;
  onClose: () => void;
}

const minutesOf = ({ starts_at, ends_at }: Appointment) =>
  Math.round((new Date(ends_at).getTime() - new Date(starts_at).getTime()) / 60_000);

const atVersion = ({ id, version }: Appointment) => ({ path: { id }, version });

/** Another time for an appointment. */
export function MoveDialog({ appointment, onClose }: OutcomeProps) {
  const { t } = useTranslation();
  const { case_id, starts_at, time_zone } = appointment;
  const [starts, setStarts] = useState(() => localOf(starts_at, time_zone));
  const [minutes, setMinutes] = useState(() => minutesOf(appointment));
  const move = useAct("appointment_move", {
    onSuccess: () => {
      showDone(t("appointment.moved"));
      onClose();
    },
  });
  const errors = fieldErrors(move.error);
  return (
    <Dialog
      title={t("appointment.move_title")}
      submit={t("appointment.move")}
      busy={move.isPending}
      error={move.error}
      disabled={!starts || minutes < 5}
      onSubmit={() =>
        move.mutate({
          ...atVersion(appointment),
          body: { starts_at: instantOf(starts, time_zone), minutes },
        })
      }
      onClose={onClose}
    >
      <SameDay caseId={case_id} on={starts.slice(0, 10)} zone={time_zone} />
      <HearingNotice appointment={appointment} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <ZonedTimeInput
          zone={time_zone}
          label={t("appointment.starts")}
          value={starts}
          onChange={(next) => setStarts(next)}
          error={errors["starts_at"]}
          required
          data-autofocus
        />
        <Minutes value={minutes} onChange={setMinutes} error={errors["minutes"]} />
      </SimpleGrid>
    </Dialog>
  );
}

interface KeepForm extends Kept {
  log: boolean;
  practitioner: boolean;
}

/** The kinds in which a person may see a physician or practitioner with us. */
const withPractitioner = ["office_visit", "home_visit", "telehealth"];

/** That it took place; the contact that came of it is logged in the same step. */
export function KeepDialog({ appointment, onClose }: OutcomeProps) {
  const { t } = useTranslation();
  const draft = useDraft<KeepForm>(`keep:${appointment.id}`, () => ({
    log: true,
    with: "person",
    purpose: "follow_up",
    minutes: minutesOf(appointment),
    summary: "",
    practitioner: false,
  }));
  const form = draft.value;
  const change = (part: Partial<KeepForm>) => draft.change({ ...form, ...part });
  const logs = appointment.logs_contact && form.log;
  const keep = useAct("appointment_keep", {
    onSuccess: ({ met }) => {
      draft.discard();
      showDone(met.length ? t("appointment.kept_met", { count: met.length }) : t("appointment.kept"));
      onClose();
    },
  });
  const errors = fieldErrors(keep.error);
  const contact = {
    with: form.with,
    purpose: form.purpose,
    minutes: form.minutes,
    ...(form.summary.trim() ? { summary: form.summary.trim() } : {}),
  };
  return (
    <Dialog
      title={t("appointment.keep_title")}
      submit={t("appointment.keep")}
      busy={keep.isPending}
      error={keep.error}
      onSubmit={() =>
        keep.mutate({
          ...atVersion(appointment),
          body: { ...(logs ? { contact } : {}), practitioner: form.practitioner },
        })
      }
      onClose={onClose}
      size="lg"
    >
      {withPractitioner.includes(appointment.kind) && (
        <Checkbox
          label={t("appointment.practitioner")}
          description={t("appointment.practitioner_text")}
          checked={form.practitioner}
          onChange={(event) => change({ practitioner: event.currentTarget.checked })}
        />
      )}
      {appointment.logs_contact && (
        <Checkbox
          label={t("appointment.log_contact")}
          description={t("appointment.log_contact_text")}
          checked={form.log}
          onChange={(event) => change({ log: event.currentTarget.checked })}
        />
      )}
      {logs && (
        <KeptContact
          form={form}
          change={change}
          errors={{ minutes: errors["contact.minutes"], summary: errors["contact.summary"] }}
        />
      )}
    </Dialog>
  );
}

/** That the person was not there, and why as far as known. */
export function MissDialog({ appointment, onClose }: OutcomeProps) {
  const { t } = useTranslation();
  const visit = isVisit(appointment);
  const draft = useDraft(`miss:${appointment.id}`, () => ({ reason: "", told: false }));
  const { reason, told } = draft.value;
  const miss = useAct("appointment_miss", {
    onSuccess: () => {
      draft.discard();
      showDone(t("appointment.missed"));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("appointment.miss_title")}
      submit={t("appointment.miss_save")}
      busy={miss.isPending}
      error={miss.error}
      disabled={!reason.trim()}
      onSubmit={() =>
        miss.mutate({
          ...atVersion(appointment),
          body: { reason: reason.trim(), physician_notified: visit && told },
        })
      }
      onClose={onClose}
    >
      <Text c="dimmed">{t("appointment.miss_text")}</Text>
      <ReasonField
        label={t("appointment.miss_reason")}
        value={reason}
        onChange={(next) => draft.change({ reason: next, told })}
        error={fieldErrors(miss.error)["reason"]}
      />
      {visit && (
        <Checkbox
          label={t("appointment.told")}
          checked={told}
          onChange={(event) => draft.change({ reason, told: event.currentTarget.checked })}
        />
      )}
    </Dialog>
  );
}

const cancellers = ["person", "provider"] as const;

/** A cancellation: by whom, why, and whether the rest of the series goes with it. */
export function CancelDialog({ appointment, onClose }: OutcomeProps) {
  const { t } = useTranslation();
  const draft = useDraft(`cancel:${appointment.id}`, () => ({
    by: "person" as (typeof cancellers)[number],
    reason: "",
    following: false,
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const cancel = useAct("appointment_cancel", {
    onSuccess: () => {
      draft.discard();
      showDone(t("appointment.cancelled"));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("appointment.cancel_title")}
      submit={t("appointment.cancel")}
      danger
      busy={cancel.isPending}
      error={cancel.error}
      disabled={!form.reason.trim()}
      onSubmit={() =>
        cancel.mutate({ ...atVersion(appointment), body: { ...form, reason: form.reason.trim() } })
      }
      onClose={onClose}
    >
      <HearingNotice appointment={appointment} />
      <ChoiceChips
        label={t("appointment.cancel_by")}
        value={form.by}
        onChange={(by) => change({ by })}
        options={cancellers}
        text={(by) => t(`appointment.cancel_bys.${by}`)}
      />
      {form.by === "person" && (
        <Text size="sm" c="dimmed">
          {t("appointment.cancel_late", { hours: appointment.late_hours })}
        </Text>
      )}
      <ReasonField
        label={t("appointment.cancel_reason")}
        value={form.reason}
        onChange={(reason) => change({ reason })}
        error={fieldErrors(cancel.error)["reason"]}
      />
      {appointment.series_id && (
        <Checkbox
          label={t("appointment.cancel_following")}
          checked={form.following}
          onChange={(event) => change({ following: event.currentTarget.checked })}
        />
      )}
    </Dialog>
  );
}
