import { Radio, Select, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { instantOf, localOf, todayIn } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { barrierKinds, causes, choices, choosers, chosen, notices, useStep, type StepProps } from "./useStep";

type Placement = Schemas["PlacementView"];
type Barrier = Schemas["DischargeBarrierView"];

/** The day on which the person should leave; a new one says why it moves. */
export function TargetDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const today = todayIn(transition.time_zone);
  const [on, setOn] = useState(transition.target_on ?? today);
  const [reason, setReason] = useState("");
  const step = useStep(transition, onClose);
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
        onChange={(event) => setOn(event.currentTarget.value)}
        error={errors["set_target.on"]}
        required
        data-autofocus
      />
      {moves && (
        <Textarea
          label={t("transition.target_reason")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={errors["set_target.reason"]}
          maxLength={500}
          required
        />
      )}
    </Dialog>
  );
}

/** Something in the way, and who removes it. */
export function BarrierDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [kind, setKind] = useState<(typeof barrierKinds)[number]>("placement");
  const [text, setText] = useState("");
  const [owner, setOwner] = useState<string | null>(me.id);
  const step = useStep(transition, onClose);
  const errors = fieldErrors(step.error);
  return (
    <Dialog
      title={t("transition.add_barrier")}
      submit={t("transition.add_barrier")}
      busy={step.isPending}
      error={step.error}
      disabled={!owner}
      onSubmit={() => owner && step.take({ add_barrier: { kind, text, owner_id: owner } })}
      onClose={onClose}
    >
      <Select
        label={t("transition.barrier_kind")}
        value={kind}
        onChange={(next) => setKind(chosen(barrierKinds, next) ?? kind)}
        data={choices(barrierKinds, (code) => t(`transition.barrier_kinds.${code}`))}
        allowDeselect={false}
      />
      <Textarea
        label={t("transition.barrier_text")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={errors["add_barrier.text"]}
        maxLength={500}
        required
        data-autofocus
      />
      <StaffSelect
        label={t("transition.barrier_owner")}
        value={owner}
        onChange={setOwner}
        error={errors["add_barrier.owner_id"]}
        required
      />
    </Dialog>
  );
}

/** How something was got out of the way. */
export function RemoveBarrierDialog({ transition, barrier, onClose }: StepProps & { barrier: Barrier }) {
  const { t } = useTranslation();
  const [how, setHow] = useState("");
  const step = useStep(transition, onClose);
  return (
    <Dialog
      title={t("transition.remove_title", { text: barrier.text })}
      submit={t("transition.remove_barrier")}
      busy={step.isPending}
      error={step.error}
      disabled={!how.trim()}
      onSubmit={() => step.take({ remove_barrier: { id: barrier.id, how } })}
      onClose={onClose}
    >
      <Textarea
        label={t("transition.remove_how")}
        value={how}
        onChange={(event) => setHow(event.currentTarget.value)}
        maxLength={500}
        required
        data-autofocus
      />
    </Dialog>
  );
}

/** A day that would not have been needed, with its one primary cause. */
export function DayDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const [on, setOn] = useState(() => todayIn(transition.time_zone));
  const [cause, setCause] = useState<(typeof causes)[number]>("payer");
  const step = useStep(transition, onClose);
  return (
    <Dialog
      title={t("transition.mark_title")}
      submit={t("transition.mark_day")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ mark_day: { on, cause } })}
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={t("transition.target_day")}
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
        error={fieldErrors(step.error)["mark_day.on"]}
        required
        data-autofocus
      />
      <Select
        label={t("transition.cause")}
        value={cause}
        onChange={(next) => setCause(chosen(causes, next) ?? cause)}
        data={choices(causes, (code) => t(`transition.causes.${code}`))}
        allowDeselect={false}
      />
    </Dialog>
  );
}

/** A facility that is asked. */
export function FacilityDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const [facility, setFacility] = useState("");
  const step = useStep(transition, onClose);
  return (
    <Dialog
      title={t("transition.ask")}
      submit={t("transition.ask")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ ask_facility: { facility } })}
      onClose={onClose}
    >
      <TextInput
        label={t("transition.facility")}
        value={facility}
        onChange={(event) => setFacility(event.currentTarget.value)}
        error={fieldErrors(step.error)["ask_facility.facility"]}
        maxLength={200}
        required
        data-autofocus
      />
    </Dialog>
  );
}

/** What a facility answered. */
export function AnswerDialog({ transition, placement, onClose }: StepProps & { placement: Placement }) {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState("accepted");
  const [words, setWords] = useState("");
  const step = useStep(transition, onClose);
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
      onClose={onClose}
    >
      <Radio.Group label={t("transition.answer")} value={answer} onChange={setAnswer}>
        <Stack gap="xs" mt="xs">
          <Radio value="accepted" label={t("transition.accepted")} />
          <Radio value="declined" label={t("transition.declined")} />
        </Stack>
      </Radio.Group>
      <Textarea
        label={t("transition.answer_words")}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={fieldErrors(step.error)["note_answer.words"]}
        maxLength={500}
        required={!accepted}
      />
    </Dialog>
  );
}

/** Who chose a facility: that the choice was the person's is on record. */
export function ChoiceDialog({ transition, placement, onClose }: StepProps & { placement: Placement }) {
  const { t } = useTranslation();
  const [who, setWho] = useState<(typeof choosers)[number]>("person");
  const step = useStep(transition, onClose);
  return (
    <Dialog
      title={t("transition.choose_title", { facility: placement.facility })}
      submit={t("transition.choose")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ note_choice: { id: placement.id, chosen_by: who } })}
      onClose={onClose}
    >
      <Radio.Group
        label={t("transition.choose_title", { facility: placement.facility })}
        value={who}
        onChange={(next) => setWho(chosen(choosers, next) ?? who)}
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
export function NoticeDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const zone = transition.time_zone;
  const watched = transition.stay.class === "observation";
  const [notice, setNotice] = useState<(typeof notices)[number]>(
    watched ? "observation_notice" : "important_message",
  );
  const [at, setAt] = useState(() => localOf(new Date(), zone));
  const step = useStep(transition, onClose);
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
        onChange={(next) => setNotice(chosen(notices, next) ?? notice)}
        data={choices(notices, (code) => t(`transition.notice_names.${code}`))}
        allowDeselect={false}
      />
      <TextInput
        type="datetime-local"
        label={t("transition.at")}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        error={fieldErrors(step.error)["give_notice.at"]}
        required
      />
      <Text size="sm" c="dimmed">
        {transition.medicare ? null : t("transition.medicare_label")}
      </Text>
    </Dialog>
  );
}
