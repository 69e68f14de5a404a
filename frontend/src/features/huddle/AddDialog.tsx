import { Button, Group, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { CasePicker } from "@/features/case/CasePicker";
import type { CaseTarget } from "@/features/case/focus";
import { formatWeekday } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

const whoms = ["about_care", "about_team"] as const;

interface AddForm {
  whom: (typeof whoms)[number];
  target: CaseTarget | null;
  text: string;
}

interface AddDialogProps {
  team: { id: string; name: string };
  on: string;
  onClose: () => void;
}

/** Puts something on a team's list that the record does not say. */
export function AddDialog({ team, on, onClose }: AddDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft<AddForm>(`huddle:${team.id}:${on}`, () => ({
    whom: "about_care",
    target: null,
    text: "",
  }));
  const form = draft.value;
  const change = (part: Partial<AddForm>) => draft.change({ ...form, ...part });
  const create = useAct("huddle_item_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("huddle.added"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const inCare = form.whom === "about_care";
  const submit = () => {
    const case_id = inCare ? (form.target?.caseId ?? null) : null;
    create.mutate({ body: { team_id: team.id, on, case_id, text: form.text } });
  };
  return (
    <Dialog
      title={t("huddle.add")}
      submit={t("huddle.add")}
      busy={create.isPending}
      error={create.error}
      disabled={!form.text.trim() || (inCare && !form.target)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {team.name} · {formatWeekday(on)}
      </Text>
      <ChoiceChips
        label={t("huddle.about")}
        value={form.whom}
        onChange={(whom) => change({ whom })}
        options={whoms}
        text={(whom) => t(`huddle.${whom}`)}
      />
      {inCare && !form.target && <CasePicker onPick={(target) => change({ target })} />}
      {inCare && form.target && (
        <Group justify="space-between" gap="xs">
          <Text fw={600}>
            {form.target.personName} · {form.target.programName}
          </Text>
          <Button variant="subtle" size="compact-sm" onClick={() => change({ target: null })}>
            {t("on_call.change_person")}
          </Button>
        </Group>
      )}
      <Textarea
        label={t("huddle.text")}
        value={form.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={errors["text"]}
        autosize
        minRows={2}
        maxLength={500}
        required
      />
    </Dialog>
  );
}
