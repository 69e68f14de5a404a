import { Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, Concern } from "@/api/types";
import { instantOf, workdayEnd } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { isEthical } from "./concern";
import { ReviewerSelect } from "./ReviewerSelect";

interface StepProps {
  concern: Concern;
  current: CaseView;
  onClose: () => void;
}

/** What was settled, and when it is looked at again. */
export function ResolveDialog({ concern, current, onClose }: StepProps) {
  const { t } = useTranslation();
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
  const looks = ethical && current.status === "active";
  const body = {
    resolution: form.resolution.trim(),
    weighed: form.weighed.trim() || null,
    follow_up_on: form.day || null,
  };
  return (
    <Dialog
      title={t("concern.resolve")}
      submit={t("concern.resolve")}
      busy={resolve.isPending}
      error={resolve.error}
      disabled={!body.resolution || (ethical && !body.weighed) || (looks && !body.follow_up_on)}
      onSubmit={() => resolve.mutate({ path: { id }, version, body })}
      onClose={onClose}
      size="lg"
    >
      <Text c="dimmed">{concern.summary}</Text>
      <Textarea
        label={t("concern.resolution")}
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
        label={t("concern.weighed")}
        description={t("concern.weighed_text")}
        value={form.weighed}
        onChange={(event) => change({ weighed: event.currentTarget.value })}
        error={errors["weighed"]}
        autosize
        minRows={2}
        maxLength={4000}
        required={ethical}
      />
      <TextInput
        type="date"
        label={t("concern.follow_up")}
        description={t("concern.follow_up_text")}
        value={form.day}
        onChange={(event) => change({ day: event.currentTarget.value })}
        error={errors["follow_up_on"]}
        required={looks}
        maw={280}
      />
    </Dialog>
  );
}

/** Asks another colleague to review. */
export function AppointDialog({ concern, current, onClose }: StepProps) {
  const { t } = useTranslation();
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
      title={t("concern.appoint")}
      submit={t("concern.appoint")}
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
        label={t("concern.due")}
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
  const { t } = useTranslation();
  const { id, version } = concern;
  const zone = current.time_zone;
  const { form, change, discard } = useKeptForm(`concern-reopen:${id}`, () => ({
    reason: "",
    due: workdayEnd(3, zone),
  }));
  const reopen = useAct("concern_reopen", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(reopen.error);
  const body = { reason: form.reason.trim(), due_at: form.due ? instantOf(form.due, zone) : "" };
  return (
    <Dialog
      title={t("concern.reopen")}
      submit={t("concern.reopen")}
      busy={reopen.isPending}
      error={reopen.error}
      disabled={!body.reason || !body.due_at}
      onSubmit={() => reopen.mutate({ path: { id }, version, body })}
      onClose={onClose}
    >
      <Textarea
        label={t("concern.reason")}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
        data-autofocus
      />
      <ZonedTimeInput
        zone={zone}
        label={t("concern.due")}
        value={form.due}
        onChange={(due) => change({ due })}
        error={errors["due_at"]}
        maw={280}
        required
      />
    </Dialog>
  );
}
