import { Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { HuddleItem } from "@/api/types";
import { useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { instantOf, isPast, workdayEnd } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";

interface AssignDialogProps {
  item: HuddleItem;
  team: { id: string; name: string };
  on: string;
  onClose: () => void;
}

/** The end of this working day; of the next day once it is over. */
function dueAt(zone: string): string {
  const today = workdayEnd(0, zone);
  return isPast(instantOf(today, zone)) ? workdayEnd(1, zone) : today;
}

/** Gives an item of a team's list to somebody as a task about the person. */
export function AssignDialog({ item, team, on, onClose }: AssignDialogProps) {
  const { t } = useTranslation();
  const zone = useMe().time_zone;
  const { kind, record_id, person, text } = item;
  const draft = useDraft(`huddle-assign:${record_id}`, () => ({
    owner_id: null as string | null,
    title: (text ?? t(`huddle.kinds.${kind}`)).slice(0, 200),
    due: dueAt(zone),
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const assign = useAct("huddle_item_assign", {
    onSuccess: () => {
      draft.discard();
      showDone(t("huddle.marks.assigned"));
      onClose();
    },
  });
  const errors = fieldErrors(assign.error);
  const submit = () => {
    const { owner_id, title, due } = form;
    if (!owner_id) return;
    const body = { team_id: team.id, on, kind, record_id, owner_id, title, due_at: instantOf(due, zone) };
    assign.mutate({ body });
  };
  return (
    <Dialog
      title={t("huddle.assign")}
      submit={t("huddle.assign")}
      busy={assign.isPending}
      error={assign.error}
      disabled={!form.owner_id || !form.title.trim() || !form.due}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {[person?.name, text].filter(Boolean).join(" · ")}
      </Text>
      <StaffSelect
        label={t("huddle.owner")}
        value={form.owner_id}
        onChange={(owner_id) => change({ owner_id })}
        error={errors["owner_id"]}
        required
        data-autofocus
      />
      <TextInput
        label={t("huddle.task")}
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={errors["title"]}
        maxLength={200}
        required
      />
      <ZonedTimeInput
        zone={zone}
        label={t("task.due")}
        value={form.due}
        onChange={(due) => change({ due })}
        error={errors["due_at"]}
        required
      />
    </Dialog>
  );
}
