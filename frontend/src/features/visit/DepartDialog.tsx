import { Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Appointment, Visit } from "@/api/types";
import { KeptContact, type Kept } from "@/features/contact/KeptContact";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { MileageFields, noWay, wayBody, wayOf, type Way } from "./MileageFields";
import { isWhole, momentBody, MomentFields, now, type Moment } from "./MomentFields";

const outcomes = ["kept", "missed", "later"] as const;

interface Form extends Kept {
  outcome: (typeof outcomes)[number];
  reason: string;
  way: Way;
  moment: Moment;
}

interface DepartDialogProps {
  appointment: Appointment;
  visit: Visit;
  onClose: () => void;
}

/** The members of a refusal without the part of the request in which they lie. */
const within = (errors: Record<string, string | undefined>, part: string) =>
  Object.fromEntries(
    Object.entries(errors).map(([member, text]) => [member.replace(new RegExp(`^${part}\\.`), ""), text]),
  );

/** Checking out, or turning back: what became of the appointment, and how far it was. */
export function DepartDialog({ appointment, visit, onClose }: DepartDialogProps) {
  const { t } = useTranslation();
  const settled = Boolean(appointment.settled_at);
  const wasThere = Boolean(visit.arrived_at);
  const draft = useDraft<Form>(`visit-depart:${visit.id}`, () => ({
    outcome: settled || !wasThere ? "later" : "kept",
    with: "person",
    purpose: "follow_up",
    minutes: visit.arrived_at
      ? Math.max(1, Math.round((Date.now() - new Date(visit.arrived_at).getTime()) / 60_000))
      : 0,
    summary: "",
    reason: "",
    way: noWay,
    moment: now,
  }));
  const form = draft.value;
  const change = (part: Partial<Form>) => draft.change({ ...form, ...part });
  const depart = useAct("visit_depart", {
    onSuccess: ({ met }) => {
      draft.discard();
      showDone(met.length ? t("appointment.kept_met", { count: met.length }) : t("visit.departed_now"));
      onClose();
    },
  });
  const errors = fieldErrors(depart.error);
  const kept = {
    contact: {
      with: form.with,
      purpose: form.purpose,
      minutes: form.minutes,
      ...(form.summary.trim() ? { summary: form.summary.trim() } : {}),
    },
  };
  const missed = { reason: form.reason.trim() };
  const submit = () =>
    depart.mutate({
      path: { id: visit.id },
      version: visit.version,
      body: {
        ...momentBody(form.moment, appointment.time_zone),
        ...(form.outcome === "kept" ? { kept } : {}),
        ...(form.outcome === "missed" ? { missed } : {}),
        mileage: wayBody(form.way),
      },
    });
  return (
    <Dialog
      title={t(wasThere ? "visit.depart_title" : "visit.turn_back")}
      submit={t(wasThere ? "visit.depart" : "visit.turn_back")}
      busy={depart.isPending}
      error={depart.error}
      disabled={!isWhole(form.moment) || (form.outcome === "missed" && !form.reason.trim())}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      {visit.alarm_id && <Text fw={650}>{t("visit.alarm_stays")}</Text>}
      {!settled && (
        <ChoiceChips
          label={t("visit.outcome")}
          value={form.outcome}
          onChange={(outcome) => change({ outcome })}
          options={wasThere ? outcomes : outcomes.filter((outcome) => outcome !== "kept")}
          text={(outcome) => t(`visit.outcomes.${outcome}`)}
        />
      )}
      {form.outcome === "kept" && (
        <KeptContact
          form={form}
          change={change}
          errors={{ minutes: errors["kept.contact.minutes"], summary: errors["kept.contact.summary"] }}
        />
      )}
      {form.outcome === "missed" && (
        <Textarea
          label={t("appointment.miss_reason")}
          value={form.reason}
          onChange={(event) => change({ reason: event.currentTarget.value })}
          error={errors["missed.reason"]}
          maxLength={2000}
          autosize
          required
        />
      )}
      <MileageFields
        value={form.way}
        onChange={(way) => change({ way })}
        errors={within(errors, "mileage")}
      />
      <MomentFields value={form.moment} onChange={(moment) => change({ moment })} errors={errors} />
    </Dialog>
  );
}

/** How far a visit was, afterwards or again. */
export function MileageDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation();
  const draft = useDraft<Way>(`visit-mileage:${visit.id}`, () => wayOf(visit.mileage));
  const body = wayBody(draft.value);
  const drive = useAct("visit_mileage", {
    onSuccess: () => {
      draft.discard();
      showDone(t("visit.mileage_saved"));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("visit.mileage")}
      submit={t("action.save")}
      busy={drive.isPending}
      error={drive.error}
      disabled={!body}
      onSubmit={() => body && drive.mutate({ path: { id: visit.id }, version: visit.version, body })}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {t("visit.mileage_text")}
      </Text>
      <MileageFields value={draft.value} onChange={draft.change} errors={fieldErrors(drive.error)} />
    </Dialog>
  );
}
