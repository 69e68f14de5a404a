import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, Conference } from "@/api/types";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { formatInstant } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import {
  isComplete,
  MOST,
  newAction,
  newMinutes,
  toHold,
  withOther,
  type ActionForm,
  type MinutesForm,
} from "./form";

interface MinutesProps {
  conference: Conference;
  current: CaseView;
}

const replaced = <T,>(list: T[], index: number, next: T) =>
  list.map((one, at) => (at === index ? next : one));

/** Who is there, what is decided, and what is to be done; written while the conference goes on. */
export function Minutes({ conference, current }: MinutesProps) {
  const { t } = useTranslation();
  const zone = current.time_zone;
  const { id, version, next_by } = conference;
  const draft = useDraft<MinutesForm>(`minutes:${id}`, () => newMinutes(conference, zone));
  const form = draft.value;
  const change = (part: Partial<MinutesForm>) => draft.change({ ...form, ...part });
  const hold = useAct("conference_hold", {
    onSuccess: ({ actions }) => {
      draft.discard();
      showDone(t("conference.held", { count: actions.length }));
    },
  });
  const errors = fieldErrors(hold.error);
  const ready = isComplete(form) && (!next_by || form.next !== "");
  // No form: it is closed for good by its button, never by Enter in a field.
  return (
    <Stack gap="md">
      {hold.error && <ProblemNotice error={hold.error} />}
      <Attendance form={form} change={change} />
      <Section title={t("conference.decisions")}>
        <Stack gap="sm">
          {form.decisions.map((line, index) => (
            <Textarea
              key={index}
              aria-label={t("conference.decision", { number: index + 1 })}
              value={line}
              onChange={(event) =>
                change({ decisions: replaced(form.decisions, index, event.currentTarget.value) })
              }
              autosize
              maxLength={2000}
            />
          ))}
          <Button
            variant="subtle"
            size="compact-md"
            w="fit-content"
            disabled={form.decisions.length >= MOST}
            onClick={() => change({ decisions: [...form.decisions, ""] })}
          >
            {t("conference.add_decision")}
          </Button>
        </Stack>
      </Section>
      <Section title={t("conference.actions")}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t("conference.actions_text")}
          </Text>
          {form.actions.map((action, index) => (
            <Action
              key={index}
              zone={zone}
              action={action}
              number={index + 1}
              onChange={(next) => change({ actions: replaced(form.actions, index, next) })}
              onRemove={() => change({ actions: form.actions.filter((_, at) => at !== index) })}
            />
          ))}
          <Button
            variant="subtle"
            size="compact-md"
            w="fit-content"
            disabled={form.actions.length >= MOST}
            onClick={() => change({ actions: [...form.actions, newAction(zone, current.owner.id)] })}
          >
            {t("conference.add_action")}
          </Button>
        </Stack>
      </Section>
      <ZonedTimeInput
        zone={zone}
        label={t("conference.next")}
        description={next_by ? t("conference.next_by", { when: formatInstant(next_by, zone) }) : undefined}
        value={form.next}
        onChange={(next) => change({ next: next })}
        error={errors["next_at"]}
        required={Boolean(next_by)}
        maw={280}
      />
      <Button
        loading={hold.isPending}
        disabled={!ready}
        w="fit-content"
        onClick={() => hold.mutate({ path: { id }, version, body: toHold(form, zone) })}
      >
        {t("conference.hold")}
      </Button>
    </Stack>
  );
}

interface PartProps {
  form: MinutesForm;
  change: (part: Partial<MinutesForm>) => void;
}

function Attendance({ form, change }: PartProps) {
  const { t } = useTranslation();
  const { attendees, other } = form;
  const add = () => change(withOther(form));
  return (
    <Section title={t("conference.attendees")}>
      <Stack gap="sm">
        {attendees.map((one, index) => (
          <Checkbox
            key={one.staff_id ?? `${one.name}${index}`}
            label={one.role ? `${one.name} (${one.role})` : one.name}
            checked={one.present}
            onChange={(event) =>
              change({
                attendees: replaced(attendees, index, { ...one, present: event.currentTarget.checked }),
              })
            }
          />
        ))}
        <Group gap="sm" align="flex-end">
          <TextInput
            label={t("conference.other")}
            description={other.trim() ? t("conference.other_text") : undefined}
            value={other}
            onChange={(event) => change({ other: event.currentTarget.value })}
            onKeyDown={(event) => event.key === "Enter" && add()}
            maxLength={200}
          />
          <Button variant="default" disabled={!other.trim() || attendees.length >= MOST} onClick={add}>
            {t("action.add")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

interface ActionProps {
  /** The zone of the case. */
  zone: string;
  action: ActionForm;
  number: number;
  onChange: (action: ActionForm) => void;
  onRemove: () => void;
}

function Action({ zone, action, number, onChange, onRemove }: ActionProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" align="flex-end" role="group" aria-label={t("conference.action", { number })}>
      <TextInput
        label={t("task.title")}
        value={action.title}
        onChange={(event) => onChange({ ...action, title: event.currentTarget.value })}
        maxLength={200}
        miw={240}
        flex={1}
        required
      />
      <StaffSelect
        label={t("task.owner")}
        value={action.owner_id}
        onChange={(owner_id) => onChange({ ...action, owner_id })}
        required
      />
      <ZonedTimeInput
        zone={zone}
        label={t("task.due")}
        value={action.due}
        onChange={(next) => onChange({ ...action, due: next })}
        required
      />
      <Button
        variant="subtle"
        color="gray"
        onClick={onRemove}
        aria-label={t("conference.remove_action", { number })}
      >
        {t("action.remove")}
      </Button>
    </Group>
  );
}
