import { Checkbox, Group, MultiSelect, NumberInput, Select, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useStaffOptions } from "@/features/staff/StaffSelect";
import { foreignZone, formatHour, workdayEnd } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { HoursChips, type Hours } from "./HoursChips";

interface RotationForm {
  staff_ids: string[];
  first_on: string;
  hour: number;
  weeks: number;
  hours: Hours;
  next_is_backup: boolean;
}

interface RotationDialogProps {
  team: { id: string; name: string };
  zone: string;
  onClose: () => void;
}

const dayHours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: formatHour(hour) }));

/** Plans weeks in which colleagues take turns, in one step. */
export function RotationDialog({ team, zone, onClose }: RotationDialogProps) {
  const { t } = useTranslation();
  const options = useStaffOptions({ owners: true });
  const draft = useDraft<RotationForm>(`on-call-rotation:${team.id}`, () => ({
    staff_ids: [],
    first_on: workdayEnd(1, zone).slice(0, 10),
    hour: 17,
    weeks: 8,
    hours: "after_hours",
    next_is_backup: true,
  }));
  const form = draft.value;
  const change = (part: Partial<RotationForm>) => draft.change({ ...form, ...part });
  const create = useAct("on_call_rotation_create", {
    onSuccess: ({ items }) => {
      draft.discard();
      showDone(t("on_call.rotated", { count: items.length }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const turns = Object.entries(errors).find(([field]) => field.startsWith("staff_ids"))?.[1];
  const foreign = foreignZone(zone);
  return (
    <Dialog
      title={t("on_call.rotate")}
      submit={t("on_call.rotate")}
      busy={create.isPending}
      error={create.error}
      disabled={form.staff_ids.length === 0 || !form.first_on}
      onSubmit={() => create.mutate({ body: { team_id: team.id, ...form } })}
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {[team.name, foreign && t("task.due_zone", { zone: foreign })].filter(Boolean).join(" · ")}
      </Text>
      <MultiSelect
        label={t("on_call.turns")}
        description={t("on_call.turns_text")}
        value={form.staff_ids}
        onChange={(staff_ids) => change({ staff_ids })}
        data={options}
        error={turns}
        maxValues={30}
        searchable
        required
        data-autofocus
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("on_call.first_on")}
          value={form.first_on}
          onChange={(event) => change({ first_on: event.currentTarget.value })}
          error={errors["first_on"]}
          required
        />
        <Select
          label={t("on_call.hour")}
          value={String(form.hour)}
          onChange={(hour) => hour && change({ hour: Number(hour) })}
          data={dayHours}
          allowDeselect={false}
        />
        <NumberInput
          label={t("on_call.weeks")}
          value={form.weeks}
          onChange={(weeks) => change({ weeks: Number(weeks) || 1 })}
          error={errors["weeks"]}
          min={1}
          max={53}
          clampBehavior="strict"
        />
      </Group>
      <HoursChips value={form.hours} onChange={(hours) => change({ hours })} />
      <Checkbox
        label={t("on_call.next_is_backup")}
        checked={form.next_is_backup}
        onChange={(event) => change({ next_is_backup: event.currentTarget.checked })}
      />
    </Dialog>
  );
}
