import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { ApiError, fieldErrors } from "@/api/problem";
import type { SafetyAnswers, Schemas, VisitStop } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { asked, questions, results } from "./safety";

type Form = { [K in keyof Omit<SafetyAnswers, "alone">]: SafetyAnswers[K] | null } & {
  alone: "yes" | "no";
  result: Schemas["SafetyResult"];
};

/** The last answers about the person are a start; nothing is known without them. */
function begun({ last_check }: VisitStop): Form {
  const last = last_check?.answers;
  return {
    violence: last?.violence ?? null,
    animals: last?.animals ?? null,
    infection: last?.infection ?? null,
    surroundings: last?.surroundings ?? null,
    reception: last?.reception ?? null,
    alone: "yes",
    result: "go",
  };
}

/** The safety check before a visit. */
export function CheckDialog({ stop, onClose }: { stop: VisitStop; onClose: () => void }) {
  const { t } = useTranslation();
  const { appointment, last_check } = stop;
  const draft = useDraft<Form>(`visit-check:${appointment.id}`, () => begun(stop));
  const form = draft.value;
  const change = (part: Partial<Form>) => draft.change({ ...form, ...part });
  const check = useAct("visit_check", {
    onSuccess: (visit) => {
      draft.discard();
      showDone(visit.asked ? t("visit.asked", { name: visit.asked.name }) : t("visit.checked"));
      onClose();
    },
  });
  const tooFree = check.error instanceof ApiError && check.error.code === "visit_result_too_free";
  const { violence, animals, infection, surroundings, reception } = form;
  const submit = () => {
    if (!violence || !animals || !infection || !surroundings || !reception) return;
    const answers = { violence, animals, infection, surroundings, reception, alone: form.alone === "yes" };
    check.mutate({ path: { id: appointment.id }, body: { answers, result: form.result } });
  };
  return (
    <Dialog
      title={t("visit.check_title", { name: appointment.person.name })}
      submit={t("visit.check_save")}
      busy={check.isPending}
      error={check.error}
      disabled={asked.some((question) => !form[question])}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      {last_check && (
        <Text size="sm" c="dimmed">
          {t("visit.last_answers", { name: last_check.by.name, when: formatInstant(last_check.at) })}
        </Text>
      )}
      {asked.map((question) => (
        <ChoiceChips
          key={question}
          label={t(`visit.questions.${question}`)}
          value={form[question]}
          onChange={(answer) => change({ [question]: answer })}
          options={questions[question] as readonly string[]}
          text={(answer) => t(`visit.answers.${question}.${answer}` as "visit.answers.violence.none")}
        />
      ))}
      <ChoiceChips
        label={t("visit.questions.alone")}
        value={form.alone}
        onChange={(alone) => change({ alone })}
        options={["yes", "no"] as const}
        text={(alone) => t(`visit.answers.alone.${alone}`)}
      />
      <div>
        <ChoiceChips
          label={t("visit.result")}
          value={form.result}
          onChange={(result) => change({ result })}
          options={results}
          text={(result) => t(`visit.results.${result}`)}
        />
        <Text size="sm" c={tooFree ? "red" : "dimmed"} mt={6}>
          {fieldErrors(check.error)["result"] ?? t(`visit.result_texts.${form.result}`)}
        </Text>
      </div>
    </Dialog>
  );
}
