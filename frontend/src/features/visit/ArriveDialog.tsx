import { NumberInput, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Appointment, Visit } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { isWhole, momentBody, MomentFields, now } from "./MomentFields";

interface ArriveDialogProps {
  appointment: Appointment;
  visit: Visit;
  onClose: () => void;
}

const planned = ({ starts_at, ends_at }: Appointment) =>
  Math.round((new Date(ends_at).getTime() - new Date(starts_at).getTime()) / 60_000);

/** Checking in: how long it will take, so that somebody looks after whoever does not come out. */
export function ArriveDialog({ appointment, visit, onClose }: ArriveDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft(`visit-arrive:${visit.id}`, () => ({ minutes: planned(appointment), moment: now }));
  const { minutes, moment } = draft.value;
  const arrive = useAct("visit_arrive", {
    onSuccess: () => {
      draft.discard();
      showDone(t("visit.arrived_now"));
      onClose();
    },
  });
  const errors = fieldErrors(arrive.error);
  return (
    <Dialog
      title={t("visit.arrive_title")}
      submit={t("visit.arrive")}
      busy={arrive.isPending}
      error={arrive.error}
      disabled={minutes < 5 || !isWhole(moment)}
      onSubmit={() =>
        arrive.mutate({
          path: { id: visit.id },
          version: visit.version,
          body: { minutes, ...momentBody(moment, appointment.time_zone) },
        })
      }
      onClose={onClose}
    >
      <Text c="dimmed">{t("visit.arrive_text")}</Text>
      <NumberInput
        label={t("visit.minutes")}
        value={minutes}
        onChange={(next) => draft.change({ moment, minutes: Number(next) || 0 })}
        min={5}
        max={480}
        allowDecimal={false}
        error={errors["minutes"]}
        data-autofocus
      />
      <MomentFields
        value={moment}
        onChange={(next) => draft.change({ minutes, moment: next })}
        errors={errors}
      />
    </Dialog>
  );
}

/** Staying longer than planned. */
export function ExtendDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation();
  const draft = useDraft(`visit-extend:${visit.id}`, () => ({ minutes: 30 }));
  const { minutes } = draft.value;
  const extend = useAct("visit_extend", {
    onSuccess: () => {
      draft.discard();
      showDone(t("visit.extended"));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("visit.extend")}
      submit={t("visit.extend_save")}
      busy={extend.isPending}
      error={extend.error}
      disabled={minutes < 5}
      onSubmit={() => extend.mutate({ path: { id: visit.id }, version: visit.version, body: { minutes } })}
      onClose={onClose}
    >
      <NumberInput
        label={t("visit.extend_minutes")}
        value={minutes}
        onChange={(next) => draft.change({ minutes: Number(next) || 0 })}
        min={5}
        max={480}
        allowDecimal={false}
        error={fieldErrors(extend.error)["minutes"]}
        data-autofocus
      />
    </Dialog>
  );
}
