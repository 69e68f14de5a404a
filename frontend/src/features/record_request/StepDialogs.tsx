import { Select, Text, Textarea, TextInput } from "@mantine/core";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { RecordRequest, Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { useHandedDraft } from "@/lib/drafts";
import { useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import type { Step } from "./codes";
import { texts } from "./texts";

type Ground = Schemas["RecordDenialGround"];

interface StepProps {
  request: RecordRequest;
  onClose: () => void;
}

/** The dialog of a step that the privacy officer takes. */
export function StepDialog({ step, ...props }: StepProps & { step: Step }) {
  switch (step) {
    case "record_request_fulfil":
      return <FulfilDialog {...props} />;
    case "record_request_extend":
      return <ExtendDialog {...props} />;
    case "record_request_deny":
      return <DenyDialog {...props} />;
    case "record_request_withdraw":
      return <WithdrawDialog {...props} />;
    case "record_request_disagree":
      return <DisagreeDialog {...props} />;
  }
}

function FulfilDialog({ request: { id, version, ...request }, onClose }: StepProps) {
  const say = useTexts(texts);
  const act = useAct("record_request_fulfil", { onSuccess: onClose });
  return (
    <StepForm
      step="record_request_fulfil"
      id={id}
      day={{ label: say.answered_on, member: "answered_on", first: request.asked_on }}
      words={{ label: say.what_given, member: "answer", most: 4000 }}
      busy={act.isPending}
      error={act.error}
      onSubmit={({ on, text }) =>
        act.mutate({ path: { id }, version, body: { answered_on: on, answer: text || null } })
      }
      onClose={onClose}
    />
  );
}

function ExtendDialog({ request: { id, version, ...request }, onClose }: StepProps) {
  const say = useTexts(texts);
  const act = useAct("record_request_extend", { onSuccess: onClose });
  return (
    <StepForm
      step="record_request_extend"
      id={id}
      text={say.extend_text}
      day={{ label: say.told_on, member: "told_on", first: request.asked_on }}
      words={{ label: say.why_longer, member: "reason", most: 2000, needed: true }}
      busy={act.isPending}
      error={act.error}
      onSubmit={({ on, text }) => act.mutate({ path: { id }, version, body: { told_on: on, reason: text } })}
      onClose={onClose}
    />
  );
}

function DenyDialog({ request: { id, version, ...request }, onClose }: StepProps) {
  const say = useTexts(texts);
  const act = useAct("record_request_deny", { onSuccess: onClose });
  return (
    <StepForm
      step="record_request_deny"
      id={id}
      text={say.deny_text}
      grounds={request.grounds}
      day={{ label: say.answered_on, member: "answered_on", first: request.asked_on }}
      words={{ label: say.what_told, member: "answer", most: 4000, needed: true }}
      busy={act.isPending}
      error={act.error}
      onSubmit={({ ground, on, text }) => {
        if (ground) act.mutate({ path: { id }, version, body: { ground, answered_on: on, answer: text } });
      }}
      onClose={onClose}
    />
  );
}

function WithdrawDialog({ request: { id, version }, onClose }: StepProps) {
  const say = useTexts(texts);
  const act = useAct("record_request_withdraw", { onSuccess: onClose });
  return (
    <StepForm
      step="record_request_withdraw"
      id={id}
      words={{ label: say.why_back, member: "reason", most: 2000, needed: true }}
      busy={act.isPending}
      error={act.error}
      onSubmit={({ text }) => act.mutate({ path: { id }, version, body: { reason: text } })}
      onClose={onClose}
    />
  );
}

function DisagreeDialog({ request: { id, version }, onClose }: StepProps) {
  const say = useTexts(texts);
  const act = useAct("record_request_disagree", { onSuccess: onClose });
  return (
    <StepForm
      step="record_request_disagree"
      id={id}
      words={{ label: say.statement, member: "statement", most: 8000, needed: true }}
      busy={act.isPending}
      error={act.error}
      onSubmit={({ text }) => act.mutate({ path: { id }, version, body: { statement: text } })}
      onClose={onClose}
    />
  );
}

interface Values {
  ground: Ground | null;
  on: string;
  text: string;
}

interface StepFormProps {
  step: Step;
  id: string;
  text?: string;
  /** The grounds to choose from, where one is needed. */
  grounds?: readonly Ground[];
  day?: { label: string; member: string; first: string };
  words: { label: string; member: string; most: number; needed?: boolean };
  busy: boolean;
  error: unknown;
  onSubmit: (values: Values) => void;
  onClose: () => void;
}

function StepForm({ step, id, text, grounds, day, words, busy, error, onSubmit, onClose }: StepFormProps) {
  const say = useTexts(texts);
  const today = todayIn(useMe().time_zone);
  const { value, change, hand } = useHandedDraft<Values>(
    `${step}:${id}`,
    () => ({ ground: null, on: today, text: "" }),
    error,
  );
  const errors = fieldErrors(error);
  const submit = () => {
    hand();
    onSubmit({ ...value, text: value.text.trim() });
  };
  return (
    <Dialog
      title={say.steps[step]}
      submit={say.steps[step]}
      busy={busy}
      error={error}
      danger={step === "record_request_deny"}
      disabled={
        Boolean(words.needed && !value.text.trim()) ||
        Boolean(grounds && !value.ground) ||
        Boolean(day && !value.on)
      }
      onSubmit={submit}
      onClose={onClose}
    >
      {text && <Text c="dimmed">{text}</Text>}
      {grounds && (
        <Select
          label={say.ground}
          value={value.ground}
          onChange={(next) => change({ ...value, ground: grounds.find((one) => one === next) ?? null })}
          data={grounds.map((one) => ({ value: one, label: say.grounds[one] }))}
          error={errors["ground"]}
          required
          data-autofocus
        />
      )}
      {day && (
        <TextInput
          type="date"
          label={day.label}
          value={value.on}
          min={day.first}
          max={today}
          onChange={(event) => change({ ...value, on: event.currentTarget.value })}
          error={errors[day.member]}
          required
          maw={280}
        />
      )}
      <Textarea
        label={words.label}
        value={value.text}
        onChange={(event) => change({ ...value, text: event.currentTarget.value })}
        error={errors[words.member]}
        autosize
        minRows={3}
        maxLength={words.most}
        required={words.needed ?? false}
      />
    </Dialog>
  );
}
