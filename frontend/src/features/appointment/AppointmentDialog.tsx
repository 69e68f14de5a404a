import { Checkbox, MultiSelect, NumberInput, Select, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useCapability, useMe } from "@/app/me";
import { CasePicker } from "@/features/case/CasePicker";
import type { CaseTarget } from "@/features/case/focus";
import { HearingField } from "@/features/milestone/HearingField";
import { useStaffOptions } from "@/features/staff/StaffSelect";
import { localOf } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { Modal } from "@/ui/Modal";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { isWhole, kinds, newAppointment, repeats, toInput, whereOf, type AppointmentForm } from "./form";
import { SameDay } from "./SameDay";

interface AppointmentDialogProps {
  target: CaseTarget | null;
  /** When it begins, when the reader chose a time already. */
  startsAt?: string | undefined;
  onClose: () => void;
}

/** A new appointment, from anywhere: choose whom it is about if that is not clear, then fill in. */
export function AppointmentDialog({ target, startsAt, onClose }: AppointmentDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(target);
  if (chosen) return <Form target={chosen} startsAt={startsAt} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("appointment.create")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <CasePicker onPick={setChosen} />
    </Modal>
  );
}

interface FormProps extends AppointmentDialogProps {
  target: CaseTarget;
}

function Form({ target, startsAt, onClose }: FormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useCapability();
  const staff = useStaffOptions();
  const { timeZone } = target;
  const starts = startsAt && localOf(startsAt, timeZone);
  const draft = useDraft<AppointmentForm>(`appointment:${target.caseId}:${starts ?? ""}`, () =>
    newAppointment(timeZone, me.id, starts),
  );
  const form = draft.value;
  const change = (part: Partial<AppointmentForm>) => draft.change({ ...form, ...part });
  const create = useAct("appointment_create", {
    onSuccess: ({ series }) => {
      draft.discard();
      showDone(
        series.length ? t("appointment.saved_series", { count: series.length }) : t("appointment.saved"),
      );
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const where = whereOf(form.kind);
  return (
    <Dialog
      title={t("appointment.create_with", { name: target.personName })}
      submit={t("appointment.save")}
      busy={create.isPending}
      error={create.error}
      disabled={!isWhole(form)}
      onSubmit={() => create.mutate({ path: { id: target.caseId }, body: toInput(form, timeZone) })}
      onClose={onClose}
      size="lg"
    >
      <SameDay caseId={target.caseId} on={form.starts.slice(0, 10)} zone={timeZone} />
      <Select
        label={t("appointment.kind")}
        value={form.kind}
        onChange={(value) => change({ kind: kinds.find((kind) => kind === value) ?? form.kind })}
        data={kinds.map((kind) => ({ value: kind, label: t(`appointment.kinds.${kind}`) }))}
        allowDeselect={false}
        error={errors["kind"]}
        data-autofocus
      />
      {form.kind === "hearing" && may("milestone_write") && (
        <HearingField
          caseId={target.caseId}
          value={form.hears}
          onChange={(hears) => change({ hears })}
          error={errors["hears"]}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <ZonedTimeInput
          zone={timeZone}
          label={t("appointment.starts")}
          value={form.starts}
          onChange={(next) => change({ starts: next })}
          error={errors["starts_at"]}
          required
        />
        <Minutes value={form.minutes} onChange={(minutes) => change({ minutes })} error={errors["minutes"]} />
      </SimpleGrid>
      <TextInput
        label={t("appointment.about")}
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        maxLength={200}
        error={errors["title"]}
      />
      <TextInput
        label={t(`appointment.where.${where}`)}
        description={where === "link" ? t("appointment.link_text") : undefined}
        type={where === "link" ? "url" : where === "phone" ? "tel" : "text"}
        pattern={where === "link" ? "https://\\S+" : undefined}
        value={form.where}
        onChange={(event) => change({ where: event.currentTarget.value })}
        maxLength={where === "phone" ? 40 : 300}
        error={errors[where]}
      />
      <MultiSelect
        label={t("appointment.attendees")}
        description={t("appointment.attendees_text")}
        value={form.attendees}
        onChange={(attendees) => change({ attendees })}
        data={staff}
        maxValues={10}
        searchable
        nothingFoundMessage={t("staff.nobody")}
        error={errors["attendee_ids"]}
        required
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t("appointment.repeat")}
          description={form.repeat === "none" ? undefined : t("appointment.repeat_text")}
          value={form.repeat}
          onChange={(value) => change({ repeat: repeats.find((one) => one === value) ?? "none" })}
          data={repeats.map((one) => ({ value: one, label: t(`appointment.repeats.${one}`) }))}
          allowDeselect={false}
          error={errors["repeat"]}
        />
        {form.repeat !== "none" && (
          <NumberInput
            label={t("appointment.times")}
            description={" "}
            value={form.times}
            onChange={(times) => change({ times: Number(times) || 2 })}
            min={2}
            max={53}
            allowDecimal={false}
            error={errors["repeat.count"]}
          />
        )}
      </SimpleGrid>
      <Checkbox
        label={t("appointment.proposed")}
        description={t("appointment.proposed_text")}
        checked={form.proposed}
        onChange={(event) => change({ proposed: event.currentTarget.checked })}
      />
      <Text size="sm" c="dimmed">
        {target.programName}
      </Text>
    </Dialog>
  );
}

interface MinutesProps {
  value: number;
  onChange: (minutes: number) => void;
  error?: string | undefined;
}

/** How long an appointment takes. */
export function Minutes({ value, onChange, error }: MinutesProps) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t("appointment.minutes")}
      value={value}
      onChange={(minutes) => onChange(Number(minutes) || 0)}
      min={5}
      max={480}
      step={5}
      allowDecimal={false}
      error={error}
      required
    />
  );
}
