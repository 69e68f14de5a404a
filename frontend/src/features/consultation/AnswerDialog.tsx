import { Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Consultation } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import classes from "./Consultation.module.css";

/** The answer of who is asked, with the question above it. */
export function AnswerDialog({ consultation, onClose }: { consultation: Consultation; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, version, question } = consultation;
  const draft = useDraft(`consultation-answer:${id}`, () => ({ answer: "", recommendation: "" }));
  const form = draft.value;
  const answer = useAct("consultation_answer", {
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(answer.error);
  const submit = () => {
    const recommendation = form.recommendation.trim();
    const body = recommendation ? { answer: form.answer, recommendation } : { answer: form.answer };
    answer.mutate({ path: { id }, version, body });
  };
  return (
    <Dialog
      title={t("consultation.answer")}
      submit={t("consultation.answer")}
      busy={answer.isPending}
      error={answer.error}
      disabled={!form.answer.trim()}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <dl className={classes.told}>
        <div>
          <dt>{t("consultation.question")}</dt>
          <dd>
            <Text span>{question}</Text>
          </dd>
        </div>
      </dl>
      <Textarea
        label={t("consultation.answer_text")}
        value={form.answer}
        onChange={(event) => draft.change({ ...form, answer: event.currentTarget.value })}
        error={errors["answer"]}
        autosize
        minRows={4}
        maxLength={4000}
        required
        data-autofocus
      />
      <Textarea
        label={t("consultation.recommendation")}
        value={form.recommendation}
        onChange={(event) => draft.change({ ...form, recommendation: event.currentTarget.value })}
        error={errors["recommendation"]}
        autosize
        minRows={2}
        maxLength={4000}
      />
    </Dialog>
  );
}
