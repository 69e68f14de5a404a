import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, Concern } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { fill, useTexts } from "@/lib/texts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { AccountFields } from "./AccountFields";
import { accountOf, isHalf, kinds, newConcern, toAccount, toCreate } from "./concern";
import { ReviewerSelect } from "./ReviewerSelect";
import { texts } from "./texts";

/** Raises a dispute or a question of values, and asks somebody to review it. */
export function ConcernDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const zone = current.time_zone;
  const { form, change, discard } = useKeptForm(`concern:${current.id}`, () => newConcern(zone));
  const create = useAct("concern_create", {
    onSuccess: ({ reviewer }) => {
      discard();
      showDone(fill(say.raised, { name: reviewer.name }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const { kind, reviewer, due } = form;
  const submit = () => {
    if (reviewer) create.mutate({ path: { id: current.id }, body: toCreate(form, reviewer, zone) });
  };
  return (
    <Dialog
      title={fill(say.raise_about, { name: current.person.name })}
      submit={say.raise}
      busy={create.isPending}
      error={create.error}
      disabled={!reviewer || !due || !form.summary.trim() || form.sides.some(isHalf)}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <ChoiceChips
        label={say.kind}
        value={kind}
        onChange={(next) => change({ kind: next })}
        options={kinds}
        text={(one) => t(`concern.kinds.${one}`)}
      />
      <Text c="dimmed" size="sm">
        {say.kinds_text[kind]}
      </Text>
      <AccountFields form={form} change={change} errors={errors} />
      <ReviewerSelect
        kind={kind}
        without={[current.owner?.id]}
        value={reviewer}
        onChange={(next) => change({ reviewer: next })}
        error={errors["reviewer_id"]}
      />
      <ZonedTimeInput
        zone={zone}
        label={say.due}
        value={due}
        onChange={(next) => change({ due: next })}
        error={errors["due_at"]}
        maw={280}
        required
      />
    </Dialog>
  );
}

/** Writes down what the sides say and what was tried. */
export function AccountDialog({ concern, onClose }: { concern: Concern; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const { id, version } = concern;
  const { form, change, discard } = useKeptForm(`concern-account:${id}`, () => accountOf(concern));
  const update = useAct("concern_update", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  return (
    <Dialog
      title={say.update}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      disabled={!form.summary.trim() || form.sides.some(isHalf)}
      onSubmit={() => update.mutate({ path: { id }, version, body: toAccount(form) })}
      onClose={onClose}
      size="lg"
    >
      <AccountFields form={form} change={change} errors={fieldErrors(update.error)} />
    </Dialog>
  );
}
