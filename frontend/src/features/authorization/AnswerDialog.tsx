import { NumberInput, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Appeal } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { pick } from "./fields";

const outcomes = ["upheld", "partly_overturned", "overturned"] as const;

/** Decides an appeal, or answers a grievance. What is overturned is approved at once. */
export function AnswerDialog({ appeal, onClose }: { appeal: Appeal; onClose: () => void }) {
  const { t } = useTranslation();
  const grievance = appeal.kind === "grievance";
  const draft = useDraft(`appeal:${appeal.id}`, () => ({
    outcome: "upheld" as (typeof outcomes)[number],
    answer: "",
    units: "" as number | string,
    next: "",
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const decide = useAct("appeal_decide", {
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(decide.error);
  const part = form.outcome === "partly_overturned" && !grievance;
  const submit = () =>
    decide.mutate({
      path: { id: appeal.id },
      version: appeal.version,
      body: {
        outcome: grievance ? "answered" : form.outcome,
        answer: form.answer,
        ...(part && typeof form.units === "number" ? { units: form.units } : {}),
        ...(form.next ? { next_review_on: form.next } : {}),
      },
    });
  return (
    <Dialog
      title={t(grievance ? "authorization.appeal.answer" : "authorization.appeal.decide")}
      submit={t(grievance ? "authorization.appeal.answer" : "authorization.appeal.decide")}
      busy={decide.isPending}
      error={decide.error}
      disabled={!form.answer.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("authorization.appeal.decide_text")}</Text>
      {!grievance && (
        <Select
          label={t("authorization.field.outcome")}
          value={form.outcome}
          onChange={(next) => change({ outcome: pick(outcomes, next, form.outcome) })}
          data={outcomes.map((code) => ({ value: code, label: t(`authorization.appeal.status.${code}`) }))}
          error={errors["outcome"]}
          allowDeselect={false}
        />
      )}
      {part && (
        <NumberInput
          label={t("authorization.field.approved_units")}
          value={form.units}
          onChange={(units) => change({ units })}
          min={1}
          error={errors["units"]}
          required
        />
      )}
      {!grievance && form.outcome !== "upheld" && (
        <TextInput
          type="date"
          label={t("authorization.field.next_review_on")}
          value={form.next}
          onChange={(event) => change({ next: event.currentTarget.value })}
          error={errors["next_review_on"]}
        />
      )}
      <Textarea
        label={t("authorization.field.answer")}
        description={t("authorization.plain_words")}
        value={form.answer}
        onChange={(event) => change({ answer: event.currentTarget.value })}
        error={errors["answer"]}
        autosize
        minRows={3}
        maxLength={5000}
        required
      />
    </Dialog>
  );
}
