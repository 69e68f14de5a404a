import { Text, Textarea, TextInput } from "@mantine/core";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, Concern } from "@/api/types";
import { instantOf, workdayEnd } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { isEthical } from "./concern";
import { ReviewerSelect } from "./ReviewerSelect";
import { texts } from "./texts";

interface StepProps {
  concern: Concern;
  current: CaseView;
  onClose: () => void;
}

/** What was settled, and when it is looked at again. */
export function ResolveDialog({ concern, current, onClose }: StepProps) {
  const say = useTexts(texts);
  const { id, version, kind } = concern;
  const { form, change, discard } = useKeptForm(`concern-resolve:${id}`, () => ({
    resolution: concern.resolution ?? "",
    weighed: concern.weighed ?? "",
    day: "",
  }));
  const resolve = useAct("concern_resolve", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(resolve.error);
  const ethical = isEthical(kind);
  // Looking at it again is a task, which a closed case has none of.
  const active = current.status === "active";
  const looks = ethical && active;
  const body = {
    resolution: form.resolution.trim(),
    weighed: form.weighed.trim() || null,
    follow_up_on: (active && form.day) || null,
  };
  return (
    <Dialog
      title={say.resolve}
      submit={say.resolve}
      busy={resolve.isPending}
      error={resolve.error}
      disabled={!body.resolution || (ethical && !body.weighed) || (looks && !body.follow_up_on)}
      onSubmit={() => resolve.mutate({ path: { id }, version, body })}
      onClose={onClose}
      size="lg"
    >
      <Text c="dimmed">{concern.summary}</Text>
      <Textarea
        label={say.resolution}
        value={form.resolution}
        onChange={(event) => change({ resolution: event.currentTarget.value })}
        error={errors["resolution"]}
        autosize
        minRows={3}
        maxLength={4000}
        required
        data-autofocus
      />
      <Textarea
        label={say.weighed}
        description={say.weighed_text}
        value={form.weighed}
        onChange={(event) => change({ weighed: event.currentTarget.value })}
        error={errors["weighed"]}
        autosize
        minRows={2}
        maxLength={4000}
        required={ethical}
      />
      {active && (
        <TextInput
          type="date"
          label={say.follow_up}
          description={say.follow_up_text}
          value={form.day}
          onChange={(event) => change({ day: event.currentTarget.value })}
          error={errors["follow_up_on"]}
          required={looks}
          maw={280}
        />
      )}
    </Dialog>
  );
}

/** Asks another colleague to review. */
export function AppointDialog({ concern, current, onClose }: StepProps) {
  const say = useTexts(texts);
  const { id, version, kind } = concern;
  const zone = current.time_zone;
  const { form, change, discard } = useKeptForm(`concern-appoint:${id}`, () => ({
    reviewer: null as string | null,
    due: workdayEnd(3, zone),
  }));
  const appoint = useAct("concern_appoint", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(appoint.error);
  const submit = () => {
    if (!form.reviewer) return;
    const body = { reviewer_id: form.reviewer, due_at: instantOf(form.due, zone) };
    appoint.mutate({ path: { id }, version, body });
  };
  return (
    <Dialog
      title={say.appoint}
      submit={say.appoint}
      busy={appoint.isPending}
      error={appoint.error}
      disabled={!form.reviewer || !form.due}
      onSubmit={submit}
      onClose={onClose}
    >
      <ReviewerSelect
        kind={kind}
        without={[concern.raised_by.id, concern.reviewer.id, current.owner?.id]}
        value={form.reviewer}
        onChange={(reviewer) => change({ reviewer })}
        error={errors["reviewer_id"]}
      />
      <ZonedTimeInput
        zone={zone}
        label={say.due}
        value={form.due}
        onChange={(due) => change({ due })}
        error={errors["due_at"]}
        maw={280}
        required
      />
    </Dialog>
  );
}

/** Opens a concern again. */
export function ReopenDialog({ concern, current, onClose }: StepProps) {
  const say = useTexts(texts);
  const { id, version, kind } = concern;
  const zone = current.time_zone;
  const { form, change, discard } = useKeptForm(`concern-reopen:${id}`, () => ({
    reason: "",
    reviewer: null as string | null,
    due: workdayEnd(3, zone),
  }));
  const reopen = useAct("concern_reopen", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(reopen.error);
  const body = {
    reason: form.reason.trim(),
    reviewer_id: form.reviewer,
    due_at: form.due ? instantOf(form.due, zone) : "",
  };
  return (
    <Dialog
      title={say.reopen}
      submit={say.reopen}
      busy={reopen.isPending}
      error={reopen.error}
      disabled={!body.reason || !body.due_at}
      onSubmit={() => reopen.mutate({ path: { id }, version, body })}
      onClose={onClose}
    >
      <Textarea
        label={say.reason}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
        data-autofocus
      />
      <ReviewerSelect
        kind={kind}
        without={[concern.raised_by.id, current.owner?.id]}
        otherwise={concern.reviewer}
        value={form.reviewer}
        onChange={(reviewer) => change({ reviewer })}
        error={errors["reviewer_id"]}
      />
      <ZonedTimeInput
        zone={zone}
        label={say.due}
        value={form.due}
        onChange={(due) => change({ due })}
        error={errors["due_at"]}
        maw={280}
        required
      />
    </Dialog>
  );
}
