import { Button, Group, NumberInput, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { OnCallEvent, OnCallShift } from "@/api/types";
import { CasePicker } from "@/features/case/CasePicker";
import type { CaseTarget } from "@/features/case/focus";
import { modes, withs, type ContactForm } from "@/features/contact/form";
import { formatInstant, instantOf, isPast, localOf } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";

const whoms = ["about_care", "about_other"] as const;
const triages = [
  "emergency",
  "urgent",
  "next_day",
  "advice",
] as const satisfies readonly OnCallEvent["triage"][];
const outcomes = [
  "settled",
  "passed_on",
  "went_there",
  "emergency_services",
  "left_for_owner",
] as const satisfies readonly OnCallEvent["outcome"][];
interface EventForm {
  whom: (typeof whoms)[number];
  target: CaseTarget | null;
  caller: string;
  /** How they were in touch, once it is chosen. */
  mode: ContactForm["mode"] | null;
  with: ContactForm["with"];
  triage: OnCallEvent["triage"] | null;
  outcome: OnCallEvent["outcome"] | null;
  summary: string;
  minutes: number;
  happened: string;
}

interface EventDialogProps {
  shift: OnCallShift;
  zone: string;
  onClose: () => void;
}

/** Writes down what happened on call; about somebody in care it is their contact in the same step. */
export function EventDialog({ shift, zone, onClose }: EventDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft<EventForm>(`on-call-event:${shift.id}`, () => ({
    whom: "about_care",
    target: null,
    caller: "",
    mode: null,
    with: "person",
    triage: null,
    outcome: null,
    summary: "",
    minutes: 10,
    happened: localOf(new Date(), zone),
  }));
  const form = draft.value;
  const change = (part: Partial<EventForm>) => draft.change({ ...form, ...part });
  const create = useAct("on_call_event_create", {
    onSuccess: ({ hand_back_at: back }) => {
      draft.discard();
      const ahead = back && !isPast(back);
      showDone(ahead ? t("on_call.written_back", { when: formatInstant(back, zone) }) : t("on_call.written"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const inCare = form.whom === "about_care";
  const mode = form.mode ?? (form.outcome === "went_there" ? "in_person" : "phone");
  const known = inCare ? form.target !== null : form.caller.trim() !== "";
  const submit = () => {
    const { target, caller, triage, outcome, summary, minutes, happened } = form;
    if (!triage || !outcome) return;
    const whom = inCare ? { case_id: target?.caseId ?? null, mode, with: form.with } : { caller };
    const body = { ...whom, triage, outcome, summary, minutes, happened_at: instantOf(happened, zone) };
    create.mutate({ path: { id: shift.id }, body });
  };
  return (
    <Dialog
      title={t("on_call.write")}
      submit={t("on_call.write")}
      busy={create.isPending}
      error={create.error}
      disabled={!known || !form.triage || !form.outcome || !form.summary.trim() || !form.happened}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <Text size="sm" c="dimmed">
        {t("on_call.write_text")}
      </Text>
      <ChoiceChips
        label={t("on_call.about")}
        value={form.whom}
        onChange={(whom) => change({ whom })}
        options={whoms}
        text={(whom) => t(`on_call.${whom}`)}
      />
      {inCare && !form.target && <CasePicker onPick={(target) => change({ target })} />}
      {inCare && form.target && (
        <Group justify="space-between" gap="xs">
          <Text fw={600}>
            {form.target.personName} · {form.target.programName}
          </Text>
          <Button variant="subtle" size="compact-sm" onClick={() => change({ target: null })}>
            {t("on_call.change_person")}
          </Button>
        </Group>
      )}
      {inCare && (
        <ChoiceChips
          label={t("on_call.with")}
          value={form.with}
          onChange={(who) => change({ with: who })}
          options={withs}
          text={(who) => t(`contact.withs.${who}`)}
        />
      )}
      {!inCare && (
        <TextInput
          label={t("on_call.caller")}
          value={form.caller}
          onChange={(event) => change({ caller: event.currentTarget.value })}
          error={errors["caller"]}
          maxLength={200}
          required
        />
      )}
      <ChoiceChips
        label={t("on_call.triage")}
        value={form.triage}
        onChange={(triage) => change({ triage })}
        options={triages}
        text={(triage) => t(`on_call.triages.${triage}`)}
      />
      <ChoiceChips
        label={t("on_call.outcome")}
        value={form.outcome}
        onChange={(outcome) => change({ outcome })}
        options={outcomes}
        text={(outcome) => t(`on_call.outcomes.${outcome}`)}
      />
      {inCare && (
        <ChoiceChips
          label={t("contact.mode")}
          value={mode}
          onChange={(next) => change({ mode: next })}
          options={modes}
          text={(own) => t(`contact.modes.${own}`)}
        />
      )}
      <Textarea
        label={t("on_call.summary")}
        value={form.summary}
        onChange={(event) => change({ summary: event.currentTarget.value })}
        error={errors["summary"]}
        autosize
        minRows={3}
        maxLength={2000}
        required
      />
      <Group grow align="flex-start">
        <ZonedTimeInput
          zone={zone}
          label={t("on_call.happened")}
          value={form.happened}
          onChange={(happened) => change({ happened })}
          error={errors["happened_at"]}
          required
        />
        <NumberInput
          label={t("on_call.minutes")}
          value={form.minutes}
          onChange={(minutes) => change({ minutes: Number(minutes) || 0 })}
          error={errors["minutes"]}
          min={0}
          max={1440}
        />
      </Group>
    </Dialog>
  );
}
