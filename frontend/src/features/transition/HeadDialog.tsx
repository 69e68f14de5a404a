import { Checkbox, NumberInput, Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { TransitionView } from "@/api/types";
import { useEdit } from "@/lib/edit";
import { Dialog } from "@/ui/Dialog";
import { choices, chosen, complexities, destinations, type StepProps } from "./useStep";

const formOf = (transition: TransitionView | undefined) => ({
  destination: transition?.destination ?? null,
  complexity: transition?.complexity ?? null,
  expected: transition?.expected_days ?? ("" as number | string),
  psychiatric: transition?.psychiatric ?? false,
  medicare: transition?.medicare ?? false,
  summary: transition?.summary ?? "",
});

/** Where the person goes, what was to be expected, and what follows. */
export function HeadDialog({ transition, onClose }: StepProps) {
  const { t } = useTranslation();
  const { form, change, ...edit } = useEdit(`transition-head:${transition.stay.id}`, transition, formOf);
  const update = useAct("transition_update", {
    shows: "transition_get",
    onSuccess: () => {
      edit.discard();
      onClose();
    },
  });
  const errors = fieldErrors(update.error);
  // What is absent from the request stays as it is, so a number that is known is changed and never cleared.
  const cleared = transition.expected_days != null && form.expected === "";
  const save = (version: number) =>
    update.mutate({
      path: { id: transition.stay.id },
      version,
      body: {
        ...(form.destination ? { destination: form.destination } : {}),
        ...(form.complexity ? { complexity: form.complexity } : {}),
        ...(typeof form.expected === "number" ? { expected_days: form.expected } : {}),
        psychiatric: form.psychiatric,
        medicare: form.medicare,
        ...(transition.clinical ? { summary: form.summary } : {}),
      },
    });
  return (
    <Dialog
      title={t("transition.edit_title")}
      submit={t("transition.save")}
      busy={update.isPending}
      error={update.error}
      stale={edit.whenStale(save, update.reset)}
      disabled={cleared}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
    >
      <Select
        label={t("transition.destination")}
        value={form.destination}
        onChange={(next) => change({ destination: chosen(destinations, next) ?? null })}
        data={choices(destinations, (code) => t(`transition.destinations.${code}`))}
        allowDeselect={false}
        data-autofocus
      />
      <Select
        label={t("transition.facts.complexity")}
        value={form.complexity}
        onChange={(next) => change({ complexity: chosen(complexities, next) ?? null })}
        data={choices(complexities, (code) => t(`transition.complexities.${code}`))}
        allowDeselect={false}
      />
      <NumberInput
        label={t("transition.expected")}
        description={t("transition.expected_hint")}
        value={form.expected}
        onChange={(expected) => change({ expected })}
        error={cleared ? t("transition.expected_stays") : errors["expected_days"]}
        min={0.1}
        max={365}
        decimalScale={1}
        step={0.5}
      />
      <Checkbox
        label={t("transition.psychiatric_label")}
        checked={form.psychiatric}
        onChange={(event) => change({ psychiatric: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("transition.medicare_label")}
        checked={form.medicare}
        onChange={(event) => change({ medicare: event.currentTarget.checked })}
      />
      {transition.clinical && (
        <Textarea
          label={t("transition.summary")}
          value={form.summary}
          onChange={(event) => change({ summary: event.currentTarget.value })}
          error={errors["summary"]}
          autosize
          minRows={3}
          maxLength={4000}
        />
      )}
    </Dialog>
  );
}
