import { List, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, Schemas } from "@/api/types";
import { formatDate, formatInstant, todayIn } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { useRuleWords } from "@/features/deadline/words";
import { useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { effectLines, newMilestone, toCreate, withHearing, type MilestoneForm } from "./milestone";
import { texts } from "./texts";

interface MilestoneDialogProps {
  current: CaseView;
  kinds: Schemas["MilestoneChoice"][];
  onClose: () => void;
}

/** Records a milestone, with what it will open and meet before it is saved. */
export function MilestoneDialog({ current, kinds, onClose }: MilestoneDialogProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const today = todayIn(current.time_zone);
  const { form: kept, change, discard } = useKeptForm(`milestone:${current.id}`, () => newMilestone(today));
  const create = useAct("milestone_create", {
    onSuccess: ({ milestone }) => {
      discard();
      showDone(say.recorded(say.kinds[milestone.kind]));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const choice = kinds.find(({ kind }) => kind === kept.kind);
  const ahead = choice?.ahead ?? false;
  const waiting = choice?.answers ?? [];
  const hearings = choice?.hearings ?? [];
  const form = withHearing(kept, hearings);
  const body = toCreate(form);
  return (
    <Dialog
      title={say.add}
      submit={t("action.save")}
      busy={create.isPending}
      error={create.error}
      disabled={!body}
      onSubmit={() => body && create.mutate({ path: { id: current.id }, body })}
      onClose={onClose}
      size="lg"
    >
      <Select
        label={say.kind}
        value={form.kind}
        onChange={(kind) => change({ kind: kind as MilestoneForm["kind"], answers: "", hearing: "" })}
        data={kinds.map(({ kind }) => ({ value: kind, label: say.kinds[kind] }))}
        error={errors["kind"]}
        searchable
        required
        data-autofocus
      />
      {hearings.length > 0 && (
        <Select
          label={say.hearing}
          description={say.hearingText}
          value={form.hearing}
          onChange={(id) => {
            const hearing = hearings.find(({ appointment_id }) => appointment_id === id);
            change({ hearing: hearing?.appointment_id ?? "", on: hearing?.occurred_on ?? form.on });
          }}
          data={[
            { value: "", label: say.ownDay },
            ...hearings.map(({ appointment_id, title, starts_at }) => ({
              value: appointment_id,
              label: [formatInstant(starts_at, current.time_zone), title].filter(Boolean).join(", "),
            })),
          ]}
          error={errors["appointment_id"]}
          allowDeselect={false}
        />
      )}
      <TextInput
        type="date"
        label={ahead ? say.onAhead : say.on}
        value={form.on}
        max={ahead ? undefined : today}
        readOnly={Boolean(form.hearing)}
        onChange={(event) => change({ on: event.currentTarget.value })}
        error={errors["occurred_on"]}
        maw={320}
        required
      />
      {waiting.length > 1 && (
        <Select
          label={say.answers}
          value={form.answers}
          onChange={(answers) => change({ answers: answers ?? "" })}
          data={[
            { value: "", label: say.allWaiting },
            ...waiting.map(({ id, kind, occurred_on }) => ({
              value: id,
              label: `${say.kinds[kind]}, ${formatDate(occurred_on)}`,
            })),
          ]}
          error={errors["answers_id"]}
          allowDeselect={false}
        />
      )}
      <Textarea
        label={say.note}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={errors["note"]}
        maxLength={2000}
        autosize
        minRows={2}
      />
      <Effect caseId={current.id} body={body} zone={current.time_zone} />
    </Dialog>
  );
}

interface EffectProps {
  caseId: string;
  body: Schemas["MilestoneCreate"] | null;
  zone: string;
}

const NOTHING: Schemas["MilestoneCreate"] = {
  kind: "release",
  occurred_on: "",
  answers_id: null,
  note: null,
};

/** What the milestone would open and meet; it follows what is chosen. */
function Effect({ caseId, body, zone }: EffectProps) {
  const say = useTexts(texts);
  const { title } = useRuleWords();
  // What is noted beside it changes nothing.
  const asked = { ...(body ?? NOTHING), note: null };
  const effect = useCall(
    "milestone_preview",
    { path: { id: caseId }, body: asked },
    { enabled: body !== null, placeholderData: keepPreviousData },
  );
  if (!body || !effect.data || effect.error) return null;
  const { opens, meets } = effectLines(effect.data, say, title, zone);
  return (
    <Stack gap={4} aria-live="polite" aria-busy={effect.isFetching}>
      {opens.length + meets.length === 0 && (
        <Text size="sm" c="dimmed">
          {say.nothing}
        </Text>
      )}
      <Lines title={say.opens} lines={opens} />
      <Lines title={say.meets} lines={meets} />
    </Stack>
  );
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </div>
  );
}
