import { Radio, Select, Stack, TextInput, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { instantOf, localOf } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import {
  choices,
  chosen,
  promiseKinds,
  promiseOutcomes,
  reconcileOutcomes,
  useStepForm,
  type StepProps,
} from "./useStep";

type Promised = Schemas["PromiseView"];

/** Something promised for the time after the stay. */
export function PromiseDialog(props: StepProps) {
  const { t } = useTranslation();
  const { form, change, step } = useStepForm(props, "promise", () => ({
    kind: "follow_up_visit" as (typeof promiseKinds)[number],
    text: "",
    due: "",
  }));
  const { kind, text, due } = form;
  return (
    <Dialog
      title={t("transition.add_promise")}
      submit={t("transition.add_promise")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ add_promise: { kind, text, ...(due ? { due_on: due } : {}) } })}
      onClose={props.onClose}
    >
      <Select
        label={t("transition.promise_kind")}
        value={kind}
        onChange={(next) => change({ kind: chosen(promiseKinds, next) ?? kind })}
        data={choices(promiseKinds, (code) => t(`transition.promise_kinds.${code}`))}
        allowDeselect={false}
      />
      <TextInput
        label={t("transition.promise_text")}
        value={text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={fieldErrors(step.error)["add_promise.text"]}
        maxLength={500}
        required
        data-autofocus
      />
      <TextInput
        type="date"
        label={t("transition.promise_due")}
        value={due}
        onChange={(event) => change({ due: event.currentTarget.value })}
      />
    </Dialog>
  );
}

/** What became of a promise. A visit that took place meets its deadlines. */
export function SettleDialog({ promise, ...props }: StepProps & { promise: Promised }) {
  const { t } = useTranslation();
  const zone = props.transition.time_zone;
  const { form, change, step } = useStepForm(props, `settle:${promise.id}`, () => ({
    outcome: "kept" as (typeof promiseOutcomes)[number],
    at: localOf(new Date(), zone),
  }));
  const { outcome, at } = form;
  return (
    <Dialog
      title={t("transition.settle_title", { text: promise.text })}
      submit={t("transition.save")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() => step.take({ settle_promise: { id: promise.id, outcome, at: instantOf(at, zone) } })}
      onClose={props.onClose}
    >
      <Radio.Group
        label={t("transition.settle")}
        value={outcome}
        onChange={(next) => change({ outcome: chosen(promiseOutcomes, next) ?? outcome })}
      >
        <Stack gap="xs" mt="xs">
          {promiseOutcomes.map((code) => (
            <Radio key={code} value={code} label={t(`transition.outcomes.${code}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <ZonedTimeInput
        zone={zone}
        label={t("transition.settled_at")}
        value={at}
        onChange={(next) => change({ at: next })}
        error={fieldErrors(step.error)["settle_promise.at"]}
        required
      />
    </Dialog>
  );
}

/** That medicines before, during and after the stay were compared. */
export function ReconcileDialog(props: StepProps) {
  const { t } = useTranslation();
  const zone = props.transition.time_zone;
  const { form, change, step } = useStepForm(props, "reconcile", () => ({
    outcome: "agrees" as (typeof reconcileOutcomes)[number],
    findings: "",
    at: localOf(new Date(), zone),
  }));
  const { outcome, findings, at } = form;
  const errors = fieldErrors(step.error);
  const submit = () => {
    // The minute that runs is now, to the second: it may have begun before the discharge.
    const earlier = at !== localOf(new Date(), zone);
    step.take({
      reconcile: {
        outcome,
        ...(earlier ? { at: instantOf(at, zone) } : {}),
        ...(findings.trim() ? { findings } : {}),
      },
    });
  };
  return (
    <Dialog
      title={t("transition.reconcile_title")}
      submit={t("transition.reconcile")}
      busy={step.isPending}
      error={step.error}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <Radio.Group
        label={t("transition.reconcile_outcome")}
        value={outcome}
        onChange={(next) => change({ outcome: chosen(reconcileOutcomes, next) ?? outcome })}
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
        onChange={(event) => change({ findings: event.currentTarget.value })}
        error={errors["reconcile.findings"]}
        autosize
        minRows={2}
        maxLength={2000}
        required={outcome !== "agrees"}
      />
      <ZonedTimeInput
        zone={zone}
        label={t("transition.at")}
        value={at}
        onChange={(next) => change({ at: next })}
        error={errors["reconcile.at"]}
        required
      />
    </Dialog>
  );
}
