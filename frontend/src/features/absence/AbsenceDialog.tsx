import { Group, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { isWhole, withFirst, type AbsenceForm } from "./absences";

interface AbsenceDialogProps {
  /** Who will be off; the reader when absent. */
  staff?: { id: string; name: string } | undefined;
  onClose: () => void;
}

/** Plans days off. Why somebody is off is not asked. */
export function AbsenceDialog({ staff, onClose }: AbsenceDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const whose = staff?.id ?? me.id;
  const draft = useDraft<AbsenceForm>(`absence:${whose}`, () => {
    const today = todayIn(me.time_zone);
    return { first_on: today, last_on: today, cover_id: null };
  });
  const form = draft.value;
  const create = useAct("absence_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("absence.planned"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Dialog
      title={staff ? t("absence.plan_of", { name: staff.name }) : t("absence.plan")}
      submit={t("absence.plan_now")}
      busy={create.isPending}
      error={create.error}
      disabled={!isWhole(form)}
      onSubmit={() => create.mutate({ body: { staff_id: whose, ...form } })}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {t("absence.text")}
      </Text>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("absence.first")}
          value={form.first_on}
          onChange={(event) => draft.change(withFirst(form, event.currentTarget.value))}
          error={errors["first_on"]}
          required
          data-autofocus
        />
        <TextInput
          type="date"
          label={t("absence.last")}
          value={form.last_on}
          min={form.first_on}
          onChange={(event) => draft.change({ ...form, last_on: event.currentTarget.value })}
          error={errors["last_on"]}
          required
        />
      </Group>
      <StaffSelect
        label={t("absence.cover")}
        description={t("absence.cover_text")}
        placeholder={t("absence.nobody")}
        value={form.cover_id}
        onChange={(cover_id) => draft.change({ ...form, cover_id })}
        error={errors["cover_id"]}
        owners
        except={whose}
        clearable
        clearButtonProps={{ "aria-label": t("action.clear") }}
      />
    </Dialog>
  );
}
