import { Checkbox, NumberInput, SimpleGrid, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import type { Limits } from "./format";

interface Form {
  limits: Limits;
  gain: boolean;
  reason: string;
}

interface ThresholdDialogProps {
  personId: string;
  watch: Schemas["ReadingWatch"];
  onClose: () => void;
}

/** The range of a person for a kind, beginning with what counts now. */
export function ThresholdDialog({ personId, watch, onClose }: ThresholdDialogProps) {
  const { t } = useTranslation();
  const { kind } = watch;
  const draft = useDraft<Form>(`reading-threshold:${personId}:${kind}`, () => ({
    limits: watch.limits,
    gain: watch.watch_gain,
    reason: "",
  }));
  const form = draft.value;
  const change = (part: Partial<Form>) => draft.change({ ...form, ...part });
  const set = useAct("reading_threshold_set", {
    onSuccess: () => {
      draft.discard();
      showDone(t("reading.set_saved"));
      onClose();
    },
  });
  const errors = fieldErrors(set.error);
  const bound = (name: keyof Limits) => (
    <NumberInput
      label={t(`reading.${name}`)}
      value={form.limits[name] ?? ""}
      onChange={(next) => change({ limits: { ...form.limits, [name]: next === "" ? null : Number(next) } })}
      error={errors[`limits.${name}`]}
      min={0}
      max={1000}
    />
  );
  return (
    <Dialog
      title={t("reading.set_title", { kind: t(`reading.kinds.${kind}`) })}
      submit={t("action.save")}
      busy={set.isPending}
      error={set.error}
      disabled={!form.reason.trim()}
      onSubmit={() =>
        set.mutate({
          path: { id: personId },
          body: { kind, limits: form.limits, watch_gain: form.gain, reason: form.reason.trim() },
        })
      }
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {t(`reading.units.${watch.unit}`)}. {t("reading.empty_bound")}
      </Text>
      <SimpleGrid cols={2}>
        {bound("low")}
        {bound("high")}
        {kind === "blood_pressure" && bound("second_low")}
        {kind === "blood_pressure" && bound("second_high")}
      </SimpleGrid>
      {kind === "weight" && (
        <Checkbox
          label={t("reading.watch_gain")}
          checked={form.gain}
          onChange={(event) => change({ gain: event.currentTarget.checked })}
        />
      )}
      <Textarea
        label={t("reading.reason")}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        maxLength={500}
        autosize
        minRows={2}
        required
      />
    </Dialog>
  );
}
