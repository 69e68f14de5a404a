import { Checkbox, Group, NumberInput, SimpleGrid, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, EducationSuggestion } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { learners, newTeaching, rulers, teachBacks, toCreate, ways } from "./teach";

interface TeachDialogProps {
  item: EducationSuggestion;
  current: CaseView;
  onClose: () => void;
}

/** Writes down what was taught, to whom, how, and what they could say back. */
export function TeachDialog({ item, current, onClose }: TeachDialogProps) {
  const { t } = useTranslation();
  const zone = current.time_zone;
  const { form, change, discard } = useKeptForm(`teach:${current.id}:${item.code}`, () =>
    newTeaching(zone, t("education.follow_up_default", { title: item.title })),
  );
  const create = useAct("teaching_create", {
    onSuccess: () => {
      discard();
      showDone(t("education.saved"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const submit = () => {
    if (!form.teachBack) return;
    create.mutate({ path: { id: current.id }, body: toCreate(form, form.teachBack, item, zone) });
  };
  return (
    <Dialog
      title={t("education.teach_of", { title: item.title })}
      submit={t("education.save")}
      busy={create.isPending}
      error={create.error}
      disabled={!form.teachBack}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <ChoiceChips
        label={t("education.learner")}
        value={form.learner}
        onChange={(learner) => change({ learner })}
        options={learners}
        text={(code) => t(`education.learners.${code}`)}
      />
      {form.learner === "caregiver" && (
        <TextInput
          label={t("education.learner_name")}
          value={form.learnerName}
          onChange={(event) => change({ learnerName: event.currentTarget.value })}
          error={errors["learner_name"]}
          maxLength={200}
          required
        />
      )}
      <ChoiceChips
        label={t("education.way")}
        value={form.way}
        onChange={(way) => change({ way })}
        options={ways}
        text={(code) => t(`education.ways.${code}`)}
      />
      <ChoiceChips
        label={t("education.teach_back")}
        value={form.teachBack}
        onChange={(teachBack) => change({ teachBack })}
        options={teachBacks}
        text={(code) => t(`education.teach_backs.${code}`)}
      />
      <Text size="sm" c="dimmed">
        {t("education.teach_back_text")}
      </Text>
      <Group grow align="flex-start">
        <NumberInput
          label={t("education.minutes")}
          value={form.minutes}
          onChange={(minutes) => change({ minutes: Number(minutes) || 0 })}
          min={0}
          max={600}
          allowDecimal={false}
        />
        <ZonedTimeInput
          zone={zone}
          label={t("education.when")}
          value={form.taught}
          onChange={(taught) => change({ taught })}
          error={errors["taught_at"]}
          required
        />
      </Group>
      <Text size="sm" fw={600}>
        {t("education.rulers")}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {rulers.map((ruler) => (
          <NumberInput
            key={ruler}
            label={t(`education.ruler.${ruler}`)}
            value={form[ruler] ?? ""}
            onChange={(value) => change({ [ruler]: value === "" ? null : Number(value) })}
            min={0}
            max={10}
            allowDecimal={false}
          />
        ))}
      </SimpleGrid>
      <Textarea
        label={t("education.note")}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={2000}
      />
      <Checkbox
        label={t("education.follow_up")}
        checked={form.followUp}
        onChange={(event) => change({ followUp: event.currentTarget.checked })}
        error={errors["follow_up"]}
      />
      {form.followUp && (
        <Group grow align="flex-start">
          <TextInput
            label={t("contact.follow_up_title")}
            value={form.followUpTitle}
            onChange={(event) => change({ followUpTitle: event.currentTarget.value })}
            maxLength={200}
            required
          />
          <ZonedTimeInput
            zone={zone}
            label={t("task.due")}
            value={form.followUpDue}
            onChange={(followUpDue) => change({ followUpDue })}
            error={errors["follow_up.due_at"]}
            required
          />
        </Group>
      )}
    </Dialog>
  );
}
