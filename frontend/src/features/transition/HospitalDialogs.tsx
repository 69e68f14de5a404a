import { Radio, Select, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { instantOf, localOf, todayIn } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import {
  barrierKinds,
  causes,
  choices,
  choosers,
  chosen,
  notices,
  useStepForm,
  type StepProps,
} from "./useStep";
import { useStepSharing } from "./useStepSharing";

type Placement = Schemas["PlacementView"];
type Barrier = Schemas["DischargeBarrierView"];

/** The day on which the person should leave; a new one says why it moves. */
export function TargetDialog(props: StepProps) {
  const { t } = useTranslation();
  const { transition, onClose } = props;
  const today = todayIn(transition.time_zone);
  const { form, change, step } = useStepForm(props, "target", () => ({
    on: transition.target_on ?? today,
    reason: "",
  }));
  const { on, reason } = form;
  const errors = fieldErrors(step.error);
  const moves = transition.target_on != null;
  const title = t(moves ? "transition.move_target" : "transition.set_target");
  return (
    <Dialog
      title={title}
      submit={title}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ set_target: { on, ...(reason.trim() ? { reason } : {}) } })}
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={t("transition.target_day")}
        description={moves ? t("transition.target_hint") : undefined}
        value={on}
        min={today}
        onChange={(event) => change({ on: event.currentTarget.value })}
        error={errors["set_target.on"]}
        required
        data-autofocus
      />
      {moves && (
        <Textarea
          label={t("transition.target_reason")}
          value={reason}
          onChange={(event) => change({ reason: event.currentTarget.value })}
          error={errors["set_target.reason"]}
          maxLength={500}
          required
        />
      )}
    </Dialog>
  );
}

/** Something in the way, and who removes it. */
export function BarrierDialog(props: StepProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { form, change, step } = useStepForm(props, "barrier", () => ({
    kind: "placement" as (typeof barrierKinds)[number],
    text: "",
    owner: me.id as string | null,
  }));
  const { kind, text, owner } = form;
  const errors = fieldErrors(step.error);
  return (
    <Dialog
      title={t("transition.add_barrier")}
      submit={t("transition.add_barrier")}
      busy={step.isPending}
      error={step.error}
      disabled={!owner}
      onSubmit={() => owner && step.take({ add_barrier: { kind, text, owner_id: owner } })}
      onClose={props.onClose}
    >
      <Select
        label={t("transition.barrier_kind")}
        value={kind}
        onChange={(next) => change({ kind: chosen(barrierKinds, next) ?? kind })}
        data={choices(barrierKinds, (code) => t(`transition.barrier_kinds.${code}`))}
        allowDeselect={false}
      />
      <Textarea
        label={t("transition.barrier_text")}
        value={text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={errors["add_barrier.text"]}
        maxLength={500}
        required
        data-autofocus
      />
      <StaffSelect
        label={t("transition.barrier_owner")}
        value={owner}
        onChange={(next) => change({ owner: next })}
        error={errors["add_barrier.owner_id"]}
        required
      />
    </Dialog>
  );
}

/** How something was got out of the way. */
export function RemoveBarrierDialog({ barrier, ...props }: StepProps & { barrier: Barrier }) {
  const { t } = useTranslation();
  const { form, change, step } = useStepForm(props, `remove:${barrier.id}`, () => ({ how: "" }));
  const { how } = form;
  return (
    <Dialog
      title={t("transition.remove_title", { text: barrier.text })}
      submit={t("transition.remove_barrier")}
      busy={step.isPending}
      error={step.error}
      disabled={!how.trim()}
      onSubmit={() => step.take({ remove_barrier: { id: barrier.id, how } })}
      onClose={props.onClose}
    >
      <Textarea
        label={t("transition.remove_how")}
        value={how}
        onChange={(event) => change({ how: event.currentTarget.value })}
        maxLength={500}
        required
        data-autofocus
      />
    </Dialog>
  );
}

/** A day that would not have been needed, with its one primary cause. */
export function DayDialog(props: StepProps) {
  const { t } = useTranslation();
  const { form, change, step } = useStepForm(props, "day", () => ({
    on: todayIn(props.transition.time_zone),
    cause: "payer" as (typeof causes)[number],
  }));
  const { on, cause } = form;
  return (
    <Dialog
      title={t("transition.mark_title")}
      submit={t("transition.mark_day")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ mark_day: { on, cause } })}
      onClose={props.onClose}
    >
      <TextInput
        type="date"
        label={t("transition.target_day")}
        value={on}
        onChange={(event) => change({ on: event.currentTarget.value })}
        error={fieldErrors(step.error)["mark_day.on"]}
        required
        data-autofocus
      />
      <Select
        label={t("transition.cause")}
        value={cause}
        onChange={(next) => change({ cause: chosen(causes, next) ?? cause })}
        data={choices(causes, (code) => t(`transition.causes.${code}`))}
        allowDeselect={false}
      />
    </Dialog>
  );
}

/** A facility that is asked. */
export function FacilityDialog(props: StepProps) {
  const { t } = useTranslation();
  const { form, change, step } = useStepForm(props, "facility", () => ({ facility: "" }));
  const { facility } = form;
  const sharing = useStepSharing(props.transition, step.error, step.variables?.body?.ask_facility?.facility);
  if (sharing.instead) return sharing.instead;
  return (
    <Dialog
      title={t("transition.ask")}
      submit={t("transition.ask")}
      busy={step.isPending}
      error={sharing.notice ? null : step.error}
      onSubmit={() => step.take({ ask_facility: { facility } })}
      onClose={props.onClose}
    >
      {sharing.notice}
      <TextInput
        label={t("transition.facility")}
        value={facility}
        onChange={(event) => change({ facility: event.currentTarget.value })}
        error={fieldErrors(step.error)["ask_facility.facility"]}
        maxLength={200}
        required
        data-autofocus
      />
    </Dialog>
  );
}

/** What a facility answered. */
export function AnswerDialog({ placement, ...props }: StepProps & { placement: Placement }) {
  const { t } = useTranslation();
  const { form, change, step } = useStepForm(props, `answer:${placement.id}`, () => ({
    answer: "accepted",
    words: "",
  }));
  const { answer, words } = form;
  const accepted = answer === "accepted";
  return (
    <Dialog
      title={t("transition.answer_title", { facility: placement.facility })}
      submit={t("transition.answer")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() =>
        step.take({ note_answer: { id: placement.id, accepted, ...(words.trim() ? { words } : {}) } })
      }
      onClose={props.onClose}
    >
      <Radio.Group
        label={t("transition.answer")}
        value={answer}
        onChange={(next) => change({ answer: next })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="accepted" label={t("transition.accepted")} />
          <Radio value="declined" label={t("transition.declined")} />
        </Stack>
      </Radio.Group>
      <Textarea
        label={t("transition.answer_words")}
        value={words}
        onChange={(event) => change({ words: event.currentTarget.value })}
        error={fieldErrors(step.error)["note_answer.words"]}
        maxLength={500}
        required={!accepted}
      />
    </Dialog>
  );
}

/** Who chose a facility: that the choice was the person's is on record. */
export function ChoiceDialog({ placement, ...props }: StepProps & { placement: Placement }) {
  const { t } = useTranslation();
  const { form, change, step } = useStepForm(props, `choice:${placement.id}`, () => ({
    who: "person" as (typeof choosers)[number],
  }));
  const { who } = form;
  return (
    <Dialog
      title={t("transition.choose_title", { facility: placement.facility })}
      submit={t("transition.choose")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ note_choice: { id: placement.id, chosen_by: who } })}
      onClose={props.onClose}
    >
      <Radio.Group
        label={t("transition.choose_title", { facility: placement.facility })}
        value={who}
        onChange={(next) => change({ who: chosen(choosers, next) ?? who })}
      >
        <Stack gap="xs" mt="xs">
          {choosers.map((code) => (
            <Radio key={code} value={code} label={t(`transition.choosers.${code}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </Dialog>
  );
}

/** That one of Medicare's notices was given. */
export function NoticeDialog(props: StepProps) {
  const { t } = useTranslation();
  const { transition, onClose } = props;
  const zone = transition.time_zone;
  const watched = transition.stay.class === "observation";
  const { form, change, step } = useStepForm(props, "notice", () => ({
    notice: (watched ? "observation_notice" : "important_message") as (typeof notices)[number],
    at: localOf(new Date(), zone),
  }));
  const { notice, at } = form;
  return (
    <Dialog
      title={t("transition.give_notice")}
      submit={t("transition.give_notice")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ give_notice: { notice, at: instantOf(at, zone) } })}
      onClose={onClose}
    >
      <Select
        label={t("transition.notice")}
        value={notice}
        onChange={(next) => change({ notice: chosen(notices, next) ?? notice })}
        data={choices(notices, (code) => t(`transition.notice_names.${code}`))}
        allowDeselect={false}
      />
      <ZonedTimeInput
        zone={zone}
        label={t("transition.at")}
        value={at}
        onChange={(next) => change({ at: next })}
        error={fieldErrors(step.error)["give_notice.at"]}
        required
      />
      <Text size="sm" c="dimmed">
        {transition.medicare ? null : t("transition.medicare_label")}
      </Text>
    </Dialog>
  );
}
