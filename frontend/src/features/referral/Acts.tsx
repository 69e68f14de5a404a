import { Select, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useMe } from "@/app/me";
import { useCapture } from "@/features/consent/useCapture";
import { todayIn } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { useWords } from "@/lib/words";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { DatesDialog } from "./DatesDialog";
import {
  answersOf,
  cancelReasons,
  channels,
  declineReasons,
  notReceivedReasons,
  oneOf,
  ways,
  type PartnerAnswer,
  type Referral,
} from "./referral";
import { ReferralDialog } from "./ReferralDialog";
import type { Asked } from "./ReferralDetailScreen";

interface ActProps {
  referral: Referral;
  onClose: () => void;
}

/** The dialog of what is done to a referral. */
export function Acts({ asked, ...rest }: ActProps & { asked: Asked }) {
  switch (asked) {
    case "send":
      return <SendDialog {...rest} />;
    case "answer":
      return <AnswerDialog {...rest} />;
    case "confirm":
      return <ConfirmDialog {...rest} />;
    case "cancel":
      return <CancelDialog {...rest} />;
    case "dates":
      return <DatesDialog {...rest} />;
    case "edit":
      return (
        <ReferralDialog
          caseId={rest.referral.case_id}
          needs={[]}
          draft={rest.referral}
          onClose={rest.onClose}
        />
      );
  }
}

/** The form of one act on a referral, kept under its name until it is done. */
function useActForm<F extends object>({ referral, onClose }: ActProps, name: string, initial: () => F) {
  const { form, change, discard } = useKeptForm(`referral-${name}:${referral.id}`, initial);
  const onSuccess = () => {
    discard();
    onClose();
  };
  return { form, change, onSuccess };
}

function NoteField({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string | undefined;
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t("referral.said")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      maxLength={1000}
      autosize
    />
  );
}

function SendDialog(props: ActProps) {
  const { t } = useTranslation();
  const { form, change, onSuccess } = useActForm(props, "send", () => ({
    channel: "link" as (typeof channels)[number],
    who: "",
    note: "",
  }));
  const { channel, who, note } = form;
  const send = useAct("referral_send", { onSuccess });
  const errors = fieldErrors(send.error);
  const { id, version, person } = props.referral;
  const warm = channel === "warm_hand_off";
  const { data: decision, error } = useCall("referral_disclosure", { path: { id } });
  const sharing = useCapture(decision, error, person, id);
  if (sharing.instead) return sharing.instead;
  return (
    <Dialog
      title={t("referral.send")}
      submit={t("referral.send")}
      busy={send.isPending}
      error={send.error}
      disabled={sharing.denied}
      onSubmit={() =>
        send.mutate({
          path: { id },
          version,
          body: { channel, spoke_with: warm ? who : null, note: note || null },
        })
      }
      onClose={props.onClose}
    >
      <Text c="dimmed" size="sm">
        {t("referral.send_text")}
      </Text>
      {sharing.notice}
      <Select
        label={t("referral.channel")}
        value={channel}
        onChange={(next) => change({ channel: oneOf(channels, next, channel) })}
        data={channels.map((code) => ({ value: code, label: t(`referral.channels.${code}`) }))}
        allowDeselect={false}
      />
      {warm && (
        <TextInput
          label={t("referral.spoke_with")}
          value={who}
          onChange={(event) => change({ who: event.currentTarget.value })}
          error={errors["spoke_with"]}
          maxLength={200}
          required
        />
      )}
      <NoteField value={note} error={errors["note"]} onChange={(next) => change({ note: next })} />
    </Dialog>
  );
}

/** What the partner said by phone, fax or letter. */
function AnswerDialog(props: ActProps) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const { id, version, actions } = props.referral;
  const possible = answersOf(actions);
  const { form, change, onSuccess } = useActForm(props, "answer", () => ({
    answer: null as PartnerAnswer | null,
    on: todayIn(time_zone),
    reason: "no_capacity" as (typeof declineReasons)[number],
    note: "",
  }));
  const { on, reason, note } = form;
  // What was chosen may be over when the draft is opened again.
  const usual = possible.includes("accept") ? "accept" : (possible[0] ?? "accept");
  const answer = form.answer && possible.includes(form.answer) ? form.answer : usual;
  const act = useAct("referral_answer", { onSuccess });
  const errors = fieldErrors(act.error);
  const dated = answer === "schedule" || answer === "serve";
  return (
    <Dialog
      title={t("referral.answer")}
      submit={t("action.save")}
      busy={act.isPending}
      error={act.error}
      onSubmit={() =>
        act.mutate({
          path: { id },
          version,
          body: {
            answer,
            on: dated ? on : null,
            reason: answer === "decline" ? reason : null,
            note: note || null,
          },
        })
      }
      onClose={props.onClose}
    >
      <ChoiceChips
        label={t("referral.answer_is")}
        value={answer}
        onChange={(next) => change({ answer: next })}
        options={possible}
        text={(code) => t(`referral.answers.${code}`)}
      />
      {dated && (
        <TextInput
          type="date"
          label={t(answer === "serve" ? "referral.served" : "referral.scheduled")}
          value={on}
          onChange={(event) => change({ on: event.currentTarget.value })}
          error={errors["on"]}
          required
        />
      )}
      {answer === "decline" && (
        <Select
          label={t("referral.why")}
          value={reason}
          onChange={(next) => change({ reason: oneOf(declineReasons, next, reason) })}
          data={declineReasons.map((code) => ({ value: code, label: t(`referral.declines.${code}`) }))}
          allowDeselect={false}
        />
      )}
      <NoteField value={note} error={errors["note"]} onChange={(next) => change({ note: next })} />
    </Dialog>
  );
}

/** What the person says came of it: only that closes the loop. */
function ConfirmDialog(props: ActProps) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const words = useWords();
  const { id, version, served_on } = props.referral;
  const { form, change, onSuccess } = useActForm(props, "confirm", () => ({
    received: "yes" as "yes" | "no",
    on: served_on ?? todayIn(time_zone),
    reason: "nobody_came" as (typeof notReceivedReasons)[number],
    way: "phone" as (typeof ways)[number],
    who: "person" as "person" | "caregiver",
    note: "",
  }));
  const { received, on, reason, way, who, note } = form;
  const act = useAct("referral_confirm", { onSuccess });
  const errors = fieldErrors(act.error);
  const yes = received === "yes";
  return (
    <Dialog
      title={t("referral.confirm")}
      submit={t("referral.confirm_submit")}
      busy={act.isPending}
      error={act.error}
      onSubmit={() =>
        act.mutate({
          path: { id },
          version,
          body: {
            received: yes,
            on: yes ? on : null,
            reason: yes ? null : reason,
            way,
            with: who,
            note: note || null,
          },
        })
      }
      onClose={props.onClose}
    >
      <ChoiceChips
        label={t("referral.received")}
        value={received}
        onChange={(next) => change({ received: next })}
        options={["yes", "no"] as const}
        text={(code) => t(`referral.received_${code}`)}
      />
      {yes ? (
        <TextInput
          type="date"
          label={t("referral.served")}
          value={on}
          onChange={(event) => change({ on: event.currentTarget.value })}
          error={errors["on"]}
          required
        />
      ) : (
        <Select
          label={t("referral.why")}
          value={reason}
          onChange={(next) => change({ reason: oneOf(notReceivedReasons, next, reason) })}
          data={notReceivedReasons.map((code) => ({ value: code, label: t(`referral.misses.${code}`) }))}
          allowDeselect={false}
        />
      )}
      <ChoiceChips
        label={t("referral.who_answered")}
        value={who}
        onChange={(next) => change({ who: next })}
        options={["person", "caregiver"] as const}
        text={(code) => t(`referral.answered_by.${code}`)}
      />
      <Select
        label={t("referral.way")}
        value={way}
        onChange={(next) => change({ way: oneOf(ways, next, way) })}
        data={ways.map((code) => ({ value: code, label: words(code) }))}
        allowDeselect={false}
      />
      <NoteField value={note} error={errors["note"]} onChange={(next) => change({ note: next })} />
    </Dialog>
  );
}

function CancelDialog(props: ActProps) {
  const { t } = useTranslation();
  const { form, change, onSuccess } = useActForm(props, "cancel", () => ({
    reason: "no_longer_needed" as (typeof cancelReasons)[number],
    note: "",
  }));
  const { reason, note } = form;
  const act = useAct("referral_cancel", { onSuccess });
  const errors = fieldErrors(act.error);
  const { id, version } = props.referral;
  return (
    <Dialog
      title={t("referral.cancel")}
      submit={t("referral.cancel")}
      busy={act.isPending}
      error={act.error}
      danger
      onSubmit={() => act.mutate({ path: { id }, version, body: { reason, note: note || null } })}
      onClose={props.onClose}
    >
      <Select
        label={t("referral.why")}
        value={reason}
        onChange={(next) => change({ reason: oneOf(cancelReasons, next, reason) })}
        data={cancelReasons.map((code) => ({ value: code, label: t(`referral.cancels.${code}`) }))}
        allowDeselect={false}
      />
      <NoteField value={note} error={errors["note"]} onChange={(next) => change({ note: next })} />
    </Dialog>
  );
}
