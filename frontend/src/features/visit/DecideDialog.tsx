import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas, Visit } from "@/api/types";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { SafetyList } from "./SafetyNotice";

const choices = ["accompanied", "alone", "by_phone"] as const satisfies Schemas["CompanionAnswer"][];

interface Form {
  answer: (typeof choices)[number];
  companion: string | null;
  reason: string;
}

/** Whether a colleague may visit, and with whom. */
export function DecideDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation();
  const draft = useDraft<Form>(`visit-decide:${visit.id}`, () => ({
    answer: "accompanied",
    companion: null,
    reason: "",
  }));
  const form = draft.value;
  const change = (part: Partial<Form>) => draft.change({ ...form, ...part });
  const decide = useAct("visit_decide", {
    onSuccess: () => {
      draft.discard();
      showDone(t("visit.decided"));
      onClose();
    },
  });
  const errors = fieldErrors(decide.error);
  const whole =
    form.answer === "accompanied" ? form.companion : form.answer === "by_phone" || form.reason.trim();
  const submit = () =>
    decide.mutate({
      path: { id: visit.id },
      version: visit.version,
      body: {
        answer: form.answer,
        companion_id: form.answer === "accompanied" ? form.companion : null,
        reason: form.reason.trim() || null,
      },
    });
  return (
    <Dialog
      title={t("visit.decide_title", { name: visit.staff.name, person: visit.person.name })}
      submit={t("visit.decide_save")}
      busy={decide.isPending}
      error={decide.error}
      disabled={!whole}
      onSubmit={submit}
      onClose={onClose}
    >
      <SafetyList answers={visit.safety.answers} />
      <ChoiceChips
        label={t("visit.decide_answer")}
        value={form.answer}
        onChange={(answer) => change({ answer })}
        options={choices}
        text={(answer) => t(`visit.companion.${answer}`)}
      />
      {form.answer === "accompanied" && (
        <StaffSelect
          label={t("visit.companion_who")}
          except={visit.staff.id}
          value={form.companion}
          onChange={(companion) => change({ companion })}
          error={errors["companion_id"]}
          required
        />
      )}
      <Textarea
        label={t(form.answer === "alone" ? "visit.decide_why" : "visit.decide_note")}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        maxLength={1000}
        autosize
        required={form.answer === "alone"}
      />
    </Dialog>
  );
}
