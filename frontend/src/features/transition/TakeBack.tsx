import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas, TransitionView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { useStep } from "./useStep";

type Entry = Omit<Schemas["TakeBack"], "reason">;

interface TakeBackProps {
  transition: TransitionView;
  /** What was entered in error. */
  entry: Entry;
  /** What it is, for who can't see where the button stands. */
  what: string;
}

/** Takes back what was entered in error, with a reason. */
export function TakeBack({ transition, entry, what }: TakeBackProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const step = useStep(transition, close);
  if (!transition.can.includes("transition_act")) return null;
  return (
    <>
      <ActionButton
        can={transition.can}
        operation="transition_act"
        variant="subtle"
        size="compact-md"
        onClick={() => setAsking(true)}
      >
        {t("transition.take_back")}
        <span className="visually-hidden">: {what}</span>
      </ActionButton>
      {asking && (
        <ReasonDialog
          draft={`transition-take-back:${transition.stay.id}:${Object.values(entry).join()}`}
          title={t("transition.take_back")}
          text={t("transition.take_back_text")}
          label={t("transition.take_back_reason")}
          submit={t("transition.take_back_submit")}
          danger
          busy={step.isPending}
          error={step.error}
          onSubmit={(reason) => step.take({ take_back: { ...entry, reason } })}
          onClose={close}
        />
      )}
    </>
  );
}

/** What was entered in error before, so that nobody wonders where it went. */
export function TakenBack({ transition, kind }: { transition: TransitionView; kind: string }) {
  const { t } = useTranslation();
  const ours = transition.taken_back.filter((one) => one.kind === kind);
  return ours.map(({ at, by, reason, entered_for }) => (
    <Text key={at} size="sm" c="dimmed">
      {t("transition.taken_back", {
        when: formatInstant(entered_for, transition.time_zone),
        name: by.name,
        reason,
      })}
    </Text>
  ));
}
