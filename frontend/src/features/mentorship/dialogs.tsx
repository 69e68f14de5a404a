import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Mentorship } from "@/api/types";
import { useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { todayIn } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { useEdit } from "@/lib/edit";
import { fill, useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { newGoal, planOf, toBegin, toMeeting, toPlan, type BeginForm, type MeetingForm } from "./mentorship";
import { PlanFields } from "./PlanFields";
import { texts } from "./texts";

/** Gives a colleague a mentor. */
export function BeginDialog({ onClose }: { onClose: () => void }) {
  const say = useTexts(texts);
  const me = useMe();
  const { form, change, discard } = useKeptForm<BeginForm>("mentorship", () => ({
    mentor: null,
    mentee: null,
    starts: todayIn(me.time_zone),
    until: "",
    goals: [newGoal()],
    next: "",
  }));
  const create = useAct("mentorship_create", {
    onSuccess: ({ mentor, mentee }) => {
      discard();
      showDone(fill(say.begun, { mentor: mentor.name, mentee: mentee.name }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const body = toBegin(form);
  return (
    <Dialog
      title={say.begin}
      submit={say.begin}
      busy={create.isPending}
      error={create.error}
      disabled={!body}
      onSubmit={() => body && create.mutate({ body })}
      onClose={onClose}
      size="lg"
    >
      <StaffSelect
        label={say.mentee}
        description={say.mentee_text}
        value={form.mentee}
        onChange={(mentee) => change({ mentee })}
        error={errors["mentee_id"]}
        required
        data-autofocus
      />
      <StaffSelect
        label={say.mentor}
        description={say.mentor_text}
        value={form.mentor}
        onChange={(mentor) => change({ mentor })}
        error={errors["mentor_id"]}
        required
        {...(form.mentee && { except: form.mentee })}
      />
      <TextInput
        type="date"
        label={say.starts}
        value={form.starts}
        onChange={(event) => change({ starts: event.currentTarget.value })}
        error={errors["starts_on"]}
        required
        maw={280}
      />
      <PlanFields form={form} change={change} errors={errors} />
    </Dialog>
  );
}

interface StepProps {
  mentorship: Mentorship;
  onClose: () => void;
}

/** Changes the goals and the days. */
export function PlanDialog({ mentorship, onClose }: StepProps) {
  const say = useTexts(texts);
  const { id } = mentorship;
  const { form, version, change, discard, whenStale } = useEdit(`mentorship-plan:${id}`, mentorship, (own) =>
    planOf(own ?? mentorship),
  );
  const update = useAct("mentorship_update", {
    onSuccess: () => {
      discard();
      showDone(say.planned);
      onClose();
    },
  });
  const save = (over: number) => update.mutate({ path: { id }, version: over, body: toPlan(form) });
  return (
    <Dialog
      title={say.plan}
      submit={say.plan}
      busy={update.isPending}
      error={update.error}
      stale={whenStale(save, update.reset)}
      onSubmit={() => save(version)}
      onClose={onClose}
      size="lg"
    >
      <PlanFields form={form} change={change} errors={fieldErrors(update.error)} />
    </Dialog>
  );
}

/** Writes down a meeting, and when the next one is. */
export function MeetingDialog({ mentorship, onClose }: StepProps) {
  const say = useTexts(texts);
  const { id, version } = mentorship;
  const { form, change, discard } = useKeptForm<MeetingForm>(`mentorship-meeting:${id}`, () => ({
    held: todayIn(mentorship.time_zone),
    minutes: "",
    agreed: "",
    next: "",
  }));
  const create = useAct("mentorship_meeting_create", {
    onSuccess: () => {
      discard();
      showDone(say.met);
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const body = toMeeting(form);
  return (
    <Dialog
      title={say.meeting}
      submit={say.meeting}
      busy={create.isPending}
      error={create.error}
      disabled={!body}
      onSubmit={() => body && create.mutate({ path: { id }, version, body })}
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={say.held}
        value={form.held}
        onChange={(event) => change({ held: event.currentTarget.value })}
        error={errors["held_on"]}
        required
        data-autofocus
      />
      <NumberInput
        label={say.minutes}
        value={form.minutes}
        onChange={(minutes) => change({ minutes })}
        min={1}
        max={600}
        allowDecimal={false}
        error={errors["minutes"]}
        required
      />
      <Textarea
        label={say.agreed}
        value={form.agreed}
        onChange={(event) => change({ agreed: event.currentTarget.value })}
        error={errors["agreed"]}
        autosize
        minRows={3}
        maxLength={4000}
        required
      />
      <TextInput
        type="date"
        label={say.next}
        value={form.next}
        onChange={(event) => change({ next: event.currentTarget.value })}
        error={errors["next_meeting_on"]}
      />
    </Dialog>
  );
}
