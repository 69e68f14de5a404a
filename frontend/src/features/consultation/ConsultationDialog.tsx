import { Select, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { instantOf, workdayEnd } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { useWords } from "@/lib/words";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";

const kinds = ["question", "escalation"] as const;

interface Form {
  kind: (typeof kinds)[number];
  to: string | null;
  question: string;
  due: string;
}

/** Asks a colleague with more experience or authority, or escalates the case to them. */
export function ConsultationDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const zone = current.time_zone;
  const consultants = useCall("consultant_list", {});
  const draft = useDraft<Form>(`consultation:${current.id}`, () => ({
    kind: "question",
    to: null,
    question: "",
    due: workdayEnd(1, zone),
  }));
  const form = draft.value;
  const change = (part: Partial<Form>) => draft.change({ ...form, ...part });
  const create = useAct("consultation_create", {
    onSuccess: ({ consultant }) => {
      draft.discard();
      showDone(t("consultation.asked", { name: consultant.name }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const { kind, to, question, due } = form;
  const offered = (consultants.data?.items ?? []).filter(({ kinds: able }) => able.includes(kind));
  const submit = () => {
    if (!to) return;
    const body = { kind, consultant_id: to, question, due_at: instantOf(due, zone) };
    create.mutate({ path: { id: current.id }, body });
  };
  return (
    <Dialog
      title={t("consultation.ask_about", { name: current.person.name })}
      submit={t("consultation.ask")}
      busy={create.isPending}
      error={create.error}
      disabled={!to || !question.trim() || !due}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      {consultants.error && <ProblemNotice error={consultants.error} />}
      <ChoiceChips
        label={t("consultation.kind")}
        value={kind}
        onChange={(next) => change({ kind: next })}
        options={kinds}
        text={(one) => t(`consultation.kinds.${one}`)}
      />
      <Text c="dimmed" size="sm">
        {t(`consultation.kinds_text.${kind}`)}
      </Text>
      <Select
        label={t("consultation.to")}
        value={offered.some(({ staff }) => staff.id === to) ? to : null}
        onChange={(next) => change({ to: next })}
        data={offered.map(({ staff, role }) => ({ value: staff.id, label: `${staff.name}, ${words(role)}` }))}
        error={errors["consultant_id"]}
        nothingFoundMessage={t("staff.nobody")}
        searchable
        required
      />
      <Textarea
        label={t(kind === "escalation" ? "consultation.escalation" : "consultation.question")}
        description={t("consultation.question_text")}
        value={question}
        onChange={(event) => change({ question: event.currentTarget.value })}
        error={errors["question"]}
        autosize
        minRows={4}
        maxLength={4000}
        required
      />
      <ZonedTimeInput
        zone={zone}
        label={t("consultation.due")}
        value={due}
        onChange={(next) => change({ due: next })}
        error={errors["due_at"]}
        maw={280}
        required
      />
    </Dialog>
  );
}
