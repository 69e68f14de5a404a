import { NumberInput, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { foreignZone } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { Minutes } from "./AppointmentDialog";
import { newVisitPlan, toPlan, type VisitPlanForm } from "./form";

/** Proposes the visits of the next weeks from how many a week the person needs. */
export function VisitPlanDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const draft = useDraft<VisitPlanForm>(`visit_plan:${current.id}`, () => newVisitPlan(current.time_zone));
  const form = draft.value;
  const change = (part: Partial<VisitPlanForm>) => draft.change({ ...form, ...part });
  const create = useAct("visit_plan_create", {
    onSuccess: ({ items }) => {
      draft.discard();
      showDone(t("appointment.planned", { count: items.length }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const zone = foreignZone(current.time_zone);
  return (
    <Dialog
      title={t("appointment.plan_title", { name: current.person.name })}
      submit={t("appointment.plan_save")}
      busy={create.isPending}
      error={create.error}
      disabled={!form.first_on || !form.time || form.minutes < 5}
      onSubmit={() => create.mutate({ path: { id: current.id }, body: toPlan(form) })}
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {t("appointment.plan_text")}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={t("appointment.per_week")}
          value={form.per_week}
          onChange={(per_week) => change({ per_week: Number(per_week) || 1 })}
          min={1}
          max={7}
          allowDecimal={false}
          error={errors["per_week"]}
          data-autofocus
        />
        <NumberInput
          label={t("appointment.weeks")}
          value={form.weeks}
          onChange={(weeks) => change({ weeks: Number(weeks) || 1 })}
          min={1}
          max={12}
          allowDecimal={false}
          error={errors["weeks"]}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          type="date"
          label={t("appointment.first_on")}
          value={form.first_on}
          onChange={(event) => change({ first_on: event.currentTarget.value })}
          error={errors["first_on"]}
          required
        />
        <TextInput
          type="time"
          label={t("appointment.time")}
          description={zone && t("task.due_zone", { zone })}
          value={form.time}
          onChange={(event) => change({ time: event.currentTarget.value })}
          error={errors["time"]}
          required
        />
      </SimpleGrid>
      <Minutes value={form.minutes} onChange={(minutes) => change({ minutes })} error={errors["minutes"]} />
      <TextInput
        label={t("appointment.where.place")}
        value={form.place}
        onChange={(event) => change({ place: event.currentTarget.value })}
        maxLength={300}
        error={errors["place"]}
      />
    </Dialog>
  );
}
