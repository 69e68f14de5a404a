import { Radio, Select, Stack, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { instantOf, localOf } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import {
  choices,
  chosen,
  promiseKinds,
  promiseOutcomes,
  reconcileOutcomes,
  useStep,
  type StepProps,
} from "./useStep";

type Promised = Schemas["PromiseView"];

/** Something promised for the time after the stay. */
export function PromiseDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<(typeof promiseKinds)[number]>("follow_up_visit");
  const [text, setText] = useState("");
  const [due, setDue] = useState("");
  const step = useStep(transition, onClose);
  return (
    <Dialog
      title={t("transition.add_promise")}
      submit={t("transition.add_promise")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ add_promise: { kind, text, ...(due ? { due_on: due } : {}) } })}
      onClose={onClose}
    >
      <Select
        label={t("transition.promise_kind")}
        value={kind}
        onChange={(next) => setKind(chosen(promiseKinds, next) ?? kind)}
        data={choices(promiseKinds, (code) => t(`transition.promise_kinds.${code}`))}
        allowDeselect={false}
      />
      <TextInput
        label={t("transition.promise_text")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fieldErrors(step.error)["add_promise.text"]}
        maxLength={500}
        required
        data-autofocus
      />
      <TextInput
        type="date"
        label={t("transition.promise_due")}
        value={due}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
    </Dialog>
  );
}

/** What became of a promise. A visit that took place meets its deadlines. */
export function SettleDialog({ transition, promise, onClose }: StepProps & { promise: Promised }) {
  const { t } = useTranslation();
  const zone = transition.time_zone;
  const [outcome, setOutcome] = useState<(typeof promiseOutcomes)[number]>("kept");
  const [at, setAt] = useState(() => localOf(new Date(), zone));
  const step = useStep(transition, onClose);
  return (
    <Dialog
      title={t("transition.settle_title", { text: promise.text })}
      submit={t("transition.save")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ settle_promise: { id: promise.id, outcome, at: instantOf(at, zone) } })}
      onClose={onClose}
    >
      <Radio.Group
        label={t("transition.settle")}
        value={outcome}
        onChange={(next) => setOutcome(chosen(promiseOutcomes, next) ?? outcome)}
      >
        <Stack gap="xs" mt="xs">
          {promiseOutcomes.map((code) => (
            <Radio key={code} value={code} label={t(`transition.outcomes.${code}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        type="datetime-local"
        label={t("transition.settled_at")}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        error={fieldErrors(step.error)["settle_promise.at"]}
        required
      />
    </Dialog>
  );
}

/** That medicines before, during and after the stay were compared. */
export function ReconcileDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const zone = transition.time_zone;
  const [outcome, setOutcome] = useState<(typeof reconcileOutcomes)[number]>("agrees");
  const [findings, setFindings] = useState("");
  const [at, setAt] = useState(() => localOf(new Date(), zone));
  const step = useStep(transition, onClose);
  const errors = fieldErrors(step.error);
  const submit = () =>
    step.take({
      reconcile: { outcome, at: instantOf(at, zone), ...(findings.trim() ? { findings } : {}) },
    });
  return (
    <Dialog
      title={t("transition.reconcile_title")}
      submit={t("transition.reconcile")}
      busy={step.isPending}
      error={step.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Radio.Group
        label={t("transition.reconcile_outcome")}
        value={outcome}
        onChange={(next) => setOutcome(chosen(reconcileOutcomes, next) ?? outcome)}
      >
        <Stack gap="xs" mt="xs">
          {reconcileOutcomes.map((code) => (
            <Radio key={code} value={code} label={t(`transition.reconcile_outcomes.${code}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t("transition.findings")}
        value={findings}
        onChange={(event) => setFindings(event.currentTarget.value)}
        error={errors["reconcile.findings"]}
        autosize
        minRows={2}
        maxLength={2000}
        required={outcome !== "agrees"}
      />
      <TextInput
        type="datetime-local"
        label={t("transition.at")}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        error={errors["reconcile.at"]}
        required
      />
    </Dialog>
  );
}
