import { Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { todayIn, ownZone } from "@/lib/dates";
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

function SendDialog({ referral, onClose }: ActProps) {
  const { t } = useTranslation();
  const [channel, setChannel] = useState<(typeof channels)[number]>("link");
  const [who, setWho] = useState("");
  const [note, setNote] = useState("");
  const send = useAct("referral_send", { onSuccess: onClose });
  const errors = fieldErrors(send.error);
  const { id, version } = referral;
  const warm = channel === "warm_hand_off";
  return (
    <Dialog
      title={t("referral.send")}
      submit={t("referral.send")}
      busy={send.isPending}
      error={send.error}
      onSubmit={() =>
        send.mutate({
          path: { id },
          version,
          body: { channel, spoke_with: warm ? who : null, note: note || null },
        })
      }
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {t("referral.send_text")}
      </Text>
      <Select
        label={t("referral.channel")}
        value={channel}
        onChange={(next) => setChannel(oneOf(channels, next, channel))}
        data={channels.map((code) => ({ value: code, label: t(`referral.channels.${code}`) }))}
        allowDeselect={false}
      />
      {warm && (
        <TextInput
          label={t("referral.spoke_with")}
          value={who}
          onChange={(event) => setWho(event.currentTarget.value)}
          error={errors["spoke_with"]}
          maxLength={200}
          required
        />
      )}
      <NoteField value={note} error={errors["note"]} onChange={setNote} />
    </Dialog>
  );
}

/** What the partner said by phone, fax or letter. */
function AnswerDialog({ referral, onClose }: ActProps) {
  const { t } = useTranslation();
  const possible = answersOf(referral.actions);
  const [answer, setAnswer] = useState<PartnerAnswer>(
    possible.includes("accept") ? "accept" : (possible[0] ?? "accept"),
  );
  const [on, setOn] = useState(todayIn(ownZone));
  const [reason, setReason] = useState<(typeof declineReasons)[number]>("no_capacity");
  const [note, setNote] = useState("");
  const act = useAct("referral_answer", { onSuccess: onClose });
  const errors = fieldErrors(act.error);
  const { id, version } = referral;
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
      onClose={onClose}
    >
      <ChoiceChips
        label={t("referral.answer_is")}
        value={answer}
        onChange={setAnswer}
        options={possible}
        text={(code) => t(`referral.answers.${code}`)}
      />
      {dated && (
        <TextInput
          type="date"
          label={t(answer === "serve" ? "referral.served" : "referral.scheduled")}
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
          error={errors["on"]}
          required
        />
      )}
      {answer === "decline" && (
        <Select
          label={t("referral.why")}
          value={reason}
          onChange={(next) => setReason(oneOf(declineReasons, next, reason))}
          data={declineReasons.map((code) => ({ value: code, label: t(`referral.declines.${code}`) }))}
          allowDeselect={false}
        />
      )}
      <NoteField value={note} error={errors["note"]} onChange={setNote} />
    </Dialog>
  );
}

/** What the person says came of it: only that closes the loop. */
function ConfirmDialog({ referral, onClose }: ActProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [received, setReceived] = useState<"yes" | "no">("yes");
  const [on, setOn] = useState(referral.served_on ?? todayIn(ownZone));
  const [reason, setReason] = useState<(typeof notReceivedReasons)[number]>("nobody_came");
  const [way, setWay] = useState<(typeof ways)[number]>("phone");
  const [who, setWho] = useState<"person" | "caregiver">("person");
  const [note, setNote] = useState("");
  const act = useAct("referral_confirm", { onSuccess: onClose });
  const errors = fieldErrors(act.error);
  const { id, version } = referral;
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
      onClose={onClose}
    >
      <ChoiceChips
        label={t("referral.received")}
        value={received}
        onChange={setReceived}
        options={["yes", "no"] as const}
        text={(code) => t(`referral.received_${code}`)}
      />
      {yes ? (
        <TextInput
          type="date"
          label={t("referral.served")}
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
          error={errors["on"]}
          required
        />
      ) : (
        <Select
          label={t("referral.why")}
          value={reason}
          onChange={(next) => setReason(oneOf(notReceivedReasons, next, reason))}
          data={notReceivedReasons.map((code) => ({ value: code, label: t(`referral.misses.${code}`) }))}
          allowDeselect={false}
        />
      )}
      <ChoiceChips
        label={t("referral.who_answered")}
        value={who}
        onChange={setWho}
        options={["person", "caregiver"] as const}
        text={(code) => t(`referral.answered_by.${code}`)}
      />
      <Select
        label={t("referral.way")}
        value={way}
        onChange={(next) => setWay(oneOf(ways, next, way))}
        data={ways.map((code) => ({ value: code, label: words(code) }))}
        allowDeselect={false}
      />
      <NoteField value={note} error={errors["note"]} onChange={setNote} />
    </Dialog>
  );
}

function CancelDialog({ referral, onClose }: ActProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<(typeof cancelReasons)[number]>("no_longer_needed");
  const [note, setNote] = useState("");
  const act = useAct("referral_cancel", { onSuccess: onClose });
  const errors = fieldErrors(act.error);
  const { id, version } = referral;
  return (
    <Dialog
      title={t("referral.cancel")}
      submit={t("referral.cancel")}
      busy={act.isPending}
      error={act.error}
      danger
      onSubmit={() => act.mutate({ path: { id }, version, body: { reason, note: note || null } })}
      onClose={onClose}
    >
      <Select
        label={t("referral.why")}
        value={reason}
        onChange={(next) => setReason(oneOf(cancelReasons, next, reason))}
        data={cancelReasons.map((code) => ({ value: code, label: t(`referral.cancels.${code}`) }))}
        allowDeselect={false}
      />
      <NoteField value={note} error={errors["note"]} onChange={setNote} />
    </Dialog>
  );
}
