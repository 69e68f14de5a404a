import { Fieldset, NumberInput, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

const tiers = ["low", "rising", "high", "complex"] as const;

interface CadenceDialogProps {
  program: Schemas["ProgramCadences"];
  onClose: () => void;
}

/** A cadence from a day on, beginning with what counts now. */
export function CadenceDialog({ program, onClose }: CadenceDialogProps) {
  const { t } = useTranslation();
  const today = todayIn(useMe().time_zone);
  const draft = useDraft(`cadence:${program.program.id}`, () => ({
    days: program.in_force,
    validFrom: today,
    reason: "",
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const set = useAct("contact_cadence_set", {
    onSuccess: () => {
      draft.discard();
      showDone(t("cadence.saved", { program: program.program.name }));
      onClose();
    },
  });
  const errors = fieldErrors(set.error);
  return (
    <Dialog
      title={t("cadence.set_of", { program: program.program.name })}
      size="lg"
      submit={t("cadence.save")}
      busy={set.isPending}
      error={set.error}
      disabled={!form.validFrom || !form.reason.trim()}
      onSubmit={() =>
        set.mutate({
          body: {
            program_id: program.program.id,
            valid_from: form.validFrom,
            days: form.days,
            reason: form.reason.trim(),
          },
        })
      }
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={t("cadence.valid_from")}
        value={form.validFrom}
        min={today}
        onChange={(event) => change({ validFrom: event.currentTarget.value })}
        error={errors["valid_from"]}
        required
        data-autofocus
      />
      <Fieldset legend={t("cadence.days")}>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          {tiers.map((tier) => (
            <NumberInput
              key={tier}
              label={t(`tier.${tier}`)}
              value={form.days[tier]}
              onChange={(value) => change({ days: { ...form.days, [tier]: Number(value) || 1 } })}
              error={errors[`days.${tier}`]}
              min={1}
              max={366}
              allowDecimal={false}
              required
            />
          ))}
        </SimpleGrid>
      </Fieldset>
      <Textarea
        label={t("cadence.reason")}
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
