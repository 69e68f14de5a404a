import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { instantOf, workdayEnd } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { HoursChips, type Hours } from "./HoursChips";

interface ShiftForm {
  staff_id: string | null;
  backup_id: string | null;
  from: string;
  to: string;
  hours: Hours;
}

interface ShiftDialogProps {
  team: { id: string; name: string };
  zone: string;
  onClose: () => void;
}

/** Plans one shift. */
export function ShiftDialog({ team, zone, onClose }: ShiftDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft<ShiftForm>(`on-call-shift:${team.id}`, () => ({
    staff_id: null,
    backup_id: null,
    from: workdayEnd(1, zone),
    to: `${workdayEnd(2, zone).slice(0, 11)}08:00`,
    hours: "after_hours",
  }));
  const form = draft.value;
  const change = (part: Partial<ShiftForm>) => draft.change({ ...form, ...part });
  const create = useAct("on_call_shift_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("on_call.planned"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const submit = () => {
    const { staff_id, backup_id, from, to, hours } = form;
    if (!staff_id) return;
    const span = { starts_at: instantOf(from, zone), ends_at: instantOf(to, zone) };
    create.mutate({ body: { team_id: team.id, staff_id, backup_id, hours, ...span } });
  };
  return (
    <Dialog
      title={t("on_call.plan")}
      submit={t("on_call.plan")}
      busy={create.isPending}
      error={create.error}
      disabled={!form.staff_id || !form.from || !form.to}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {team.name}
      </Text>
      <StaffSelect
        label={t("on_call.who")}
        description={t("on_call.who_text")}
        value={form.staff_id}
        onChange={(staff_id) => change({ staff_id })}
        error={errors["staff_id"]}
        owners
        required
        data-autofocus
      />
      <StaffSelect
        label={t("on_call.backup_label")}
        description={t("on_call.backup_text")}
        value={form.backup_id}
        onChange={(backup_id) => change({ backup_id })}
        error={errors["backup_id"]}
        owners
        {...(form.staff_id ? { except: form.staff_id } : {})}
        clearable
        clearButtonProps={{ "aria-label": t("action.clear") }}
      />
      <Group grow align="flex-start">
        <ZonedTimeInput
          zone={zone}
          label={t("on_call.from")}
          value={form.from}
          onChange={(from) => change({ from })}
          error={errors["starts_at"]}
          required
        />
        <ZonedTimeInput
          zone={zone}
          label={t("on_call.to")}
          value={form.to}
          onChange={(to) => change({ to })}
          error={errors["ends_at"]}
          required
        />
      </Group>
      <HoursChips value={form.hours} onChange={(hours) => change({ hours })} />
    </Dialog>
  );
}
