import { Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { OnCallShift } from "@/api/types";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { formatInstant, isPast } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

interface ChangeProps {
  shift: OnCallShift;
  zone: string;
  onClose: () => void;
}

/** Gives a shift to somebody else. */
export function AssignShiftDialog({ shift, zone, onClose }: ChangeProps) {
  const { t } = useTranslation();
  const draft = useDraft(`on-call-assign:${shift.id}`, () => ({
    staff_id: shift.staff.id as string | null,
    backup_id: shift.backup?.id ?? null,
  }));
  const form = draft.value;
  const assign = useAct("on_call_shift_assign", {
    onSuccess: ({ staff }) => {
      draft.discard();
      showDone(t("on_call.assigned", { name: staff.name }));
      onClose();
    },
  });
  const errors = fieldErrors(assign.error);
  const submit = () => {
    const { staff_id, backup_id } = form;
    if (staff_id)
      assign.mutate({ path: { id: shift.id }, version: shift.version, body: { staff_id, backup_id } });
  };
  return (
    <Dialog
      title={t("on_call.assign")}
      submit={t("on_call.assign")}
      busy={assign.isPending}
      error={assign.error}
      disabled={!form.staff_id}
      onSubmit={submit}
      onClose={onClose}
    >
      <Span shift={shift} zone={zone} />
      <StaffSelect
        label={t("on_call.who")}
        value={form.staff_id}
        onChange={(staff_id) => draft.change({ ...form, staff_id })}
        error={errors["staff_id"]}
        owners
        required
        data-autofocus
      />
      <StaffSelect
        label={t("on_call.backup_label")}
        value={form.backup_id}
        onChange={(backup_id) => draft.change({ ...form, backup_id })}
        error={errors["backup_id"]}
        owners
        clearable
        clearButtonProps={{ "aria-label": t("action.clear") }}
      />
    </Dialog>
  );
}

/** Lets two shifts of the team change hands. */
export function SwapShiftDialog({ shift, others, zone, onClose }: ChangeProps & { others: OnCallShift[] }) {
  const { t } = useTranslation();
  const draft = useDraft(`on-call-swap:${shift.id}`, () => ({ with_id: null as string | null }));
  const { with_id } = draft.value;
  const other = others.find(({ id }) => id === with_id);
  const swap = useAct("on_call_shift_swap", {
    onSuccess: () => {
      draft.discard();
      showDone(t("on_call.swapped"));
      onClose();
    },
  });
  const label = ({ staff, starts_at, ends_at }: OnCallShift) =>
    `${staff.name} · ${t("on_call.span", { from: formatInstant(starts_at, zone), to: formatInstant(ends_at, zone) })}`;
  const choices = others.filter(({ id, can }) => id !== shift.id && can.includes("on_call_shift_swap"));
  return (
    <Dialog
      title={t("on_call.swap")}
      submit={t("on_call.swap")}
      busy={swap.isPending}
      error={swap.error}
      disabled={!other}
      onSubmit={() =>
        other &&
        swap.mutate({
          path: { id: shift.id },
          version: shift.version,
          body: { with_id: other.id, with_version: other.version },
        })
      }
      onClose={onClose}
    >
      <Span shift={shift} zone={zone} />
      <Select
        label={t("on_call.swap_with")}
        value={with_id}
        onChange={(next) => draft.change({ with_id: next })}
        data={choices.map((one) => ({ value: one.id, label: label(one) }))}
        error={fieldErrors(swap.error)["with_id"]}
        required
        data-autofocus
      />
    </Dialog>
  );
}

/** Cancels a shift. */
export function CancelShiftDialog({ shift, zone, onClose }: ChangeProps) {
  const { t } = useTranslation();
  const cancel = useAct("on_call_shift_cancel", {
    onSuccess: () => {
      showDone(t("on_call.cancelled"));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("on_call.cancel_shift")}
      submit={t("on_call.cancel_shift")}
      danger
      busy={cancel.isPending}
      error={cancel.error}
      onSubmit={() => cancel.mutate({ path: { id: shift.id }, version: shift.version })}
      onClose={onClose}
    >
      <Span shift={shift} zone={zone} />
      <Text>{t(isPast(shift.starts_at) ? "on_call.cancel_running" : "on_call.cancel_text")}</Text>
    </Dialog>
  );
}

function Span({ shift, zone }: { shift: OnCallShift; zone: string }) {
  const { t } = useTranslation();
  const span = { from: formatInstant(shift.starts_at, zone), to: formatInstant(shift.ends_at, zone) };
  return (
    <Text c="dimmed" size="sm">
      {shift.staff.name} · {t("on_call.span", span)}
    </Text>
  );
}
