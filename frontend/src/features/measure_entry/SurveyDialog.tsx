import { NumberInput, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, SurveyComposite } from "@/api/types";
import { todayIn } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { composites } from "./entry";

interface SurveyForm {
  composite: SurveyComposite;
  item: number;
  best: string;
  on: string;
}

/** An answer in a survey of experience. */
export function SurveyDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const today = todayIn(current.time_zone);
  const { form, change, discard } = useKeptForm<SurveyForm>(`survey-answer:${current.id}`, () => ({
    composite: "care",
    item: 1,
    best: "yes",
    on: today,
  }));
  const create = useAct("survey_answer_create", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Dialog
      title={t("entry.survey_answer.add")}
      submit={t("action.save")}
      busy={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutate({
          path: { id: current.id },
          body: {
            composite: form.composite,
            item: form.item,
            top_box: form.best === "yes",
            answered_on: form.on,
          },
        })
      }
      onClose={onClose}
    >
      <Select
        label={t("entry.survey_answer.composite")}
        value={form.composite}
        onChange={(next) =>
          change({ composite: composites.find((known) => known === next) ?? form.composite })
        }
        data={composites.map((code) => ({ value: code, label: t(`entry.composites.${code}`) }))}
        allowDeselect={false}
        data-autofocus
      />
      <NumberInput
        label={t("entry.survey_answer.item")}
        value={form.item}
        onChange={(next) => change({ item: Number(next) })}
        error={errors["item"]}
        min={1}
        max={999}
        allowDecimal={false}
        required
      />
      <Radio.Group
        label={t("entry.survey_answer.answer")}
        value={form.best}
        onChange={(next) => change({ best: next })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="yes" label={t("entry.survey_answer.best")} />
          <Radio value="no" label={t("entry.survey_answer.other")} />
        </Stack>
      </Radio.Group>
      <TextInput
        type="date"
        label={t("entry.survey_answer.on")}
        value={form.on}
        max={today}
        onChange={(event) => change({ on: event.currentTarget.value })}
        error={errors["answered_on"]}
        required
      />
    </Dialog>
  );
}
