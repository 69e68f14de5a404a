import { Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { CandidateSelect } from "@/features/candidate/CandidateSelect";
import { useStaffName } from "@/features/staff/StaffSelect";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { MovingWork } from "./MovingWork";
import { useMovingWork } from "./work";

/** Offers a case to a colleague, with what they must know. It changes hands when they accept. */
export function HandOffDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useStaffName();
  const draft = useDraft(`hand-off:${current.id}`, () => ({
    to: null as string | null,
    summary: "",
    risks: "",
    promises: "",
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const create = useAct("hand_off_create", {
    onSuccess: ({ to }) => {
      draft.discard();
      showDone(t("hand_off.offered_to", { name: to.name || nameOf(to.id) }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const { work, error, waiting } = useMovingWork(current);
  const submit = () => {
    const { to, summary, risks, promises } = form;
    if (to) create.mutate({ path: { id: current.id }, body: { to_id: to, summary, risks, promises } });
  };
  return (
    <Dialog
      title={t("hand_off.title_of", { name: current.person.name })}
      submit={t("hand_off.offer")}
      busy={create.isPending}
      error={create.error}
      disabled={!form.to || !form.summary.trim()}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <Text c="dimmed">{t("hand_off.text")}</Text>
      <CandidateSelect
        label={t("hand_off.to")}
        value={form.to}
        onChange={(to) => change({ to })}
        error={errors["to_id"]}
        personId={current.person.id}
        programId={current.program.id}
        teamId={current.team.id}
        tier={current.tier}
        except={current.owner.id}
        required
        data-autofocus
      />
      <Textarea
        label={t("hand_off.summary")}
        value={form.summary}
        onChange={(event) => change({ summary: event.currentTarget.value })}
        error={errors["summary"]}
        autosize
        minRows={3}
        maxLength={4000}
        required
      />
      <Textarea
        label={t("hand_off.risks")}
        value={form.risks}
        onChange={(event) => change({ risks: event.currentTarget.value })}
        error={errors["risks"]}
        autosize
        minRows={2}
        maxLength={4000}
      />
      <Textarea
        label={t("hand_off.promises")}
        value={form.promises}
        onChange={(event) => change({ promises: event.currentTarget.value })}
        error={errors["promises"]}
        autosize
        minRows={2}
        maxLength={4000}
      />
      {error && <ProblemNotice error={error} />}
      {waiting ? <Waiting lines={2} height={44} /> : <MovingWork work={work} zone={current.time_zone} />}
    </Dialog>
  );
}
