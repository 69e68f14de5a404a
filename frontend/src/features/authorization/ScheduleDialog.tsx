import { Checkbox, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Authorization } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";

/** Sets another day for the next review of what was approved, or says that none is needed. */
export function ScheduleDialog({ request, onClose }: { request: Authorization; onClose: () => void }) {
  const { t } = useTranslation();
  const known = request.summary.next_review_on;
  const { form, change, discard } = useKeptForm(`schedule:${request.id}`, () => ({
    on: known ?? "",
    none: false,
    reason: "",
  }));
  const schedule = useAct("authorization_schedule", {
    shows: "authorization_get",
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  // A review that was decided since the form was kept leaves no day to take away.
  const none = form.none && Boolean(known);
  const errors = fieldErrors(schedule.error);
  const submit = () =>
    schedule.mutate({
      path: { id: request.id },
      version: request.version,
      body: { next_review_on: none ? null : form.on, reason: form.reason },
    });
  return (
    <Dialog
      title={t("authorization.act.schedule")}
      submit={t("action.save")}
      busy={schedule.isPending}
      error={schedule.error}
      disabled={!form.reason.trim() || (!none && !form.on)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("authorization.schedule_text")}</Text>
      <TextInput
        type="date"
        label={t("authorization.field.next_review_on")}
        value={none ? "" : form.on}
        onChange={(event) => change({ on: event.currentTarget.value })}
        error={errors["next_review_on"]}
        disabled={none}
        required={!none}
        data-autofocus
      />
      {known && (
        <Checkbox
          label={t("authorization.review_not_needed")}
          checked={none}
          onChange={(event) => change({ none: event.currentTarget.checked })}
        />
      )}
      <Textarea
        label={t("authorization.why")}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
      />
    </Dialog>
  );
}
