import { Button, MultiSelect, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { errorWithin, fieldErrors } from "@/api/problem";
import type { CarePlanTemplate } from "@/api/types";
import { freshCode } from "@/features/note/edition";
import { settings } from "@/features/staff/choices";
import { useKeptForm } from "@/lib/drafts";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { planKinds } from "./choices";
import { emptyGoal, emptyTemplate, isComplete, type TemplateContent } from "./template";
import { TemplateGoalFields } from "./TemplateGoalFields";
import { TemplateNumber } from "./TemplateNumber";

interface PlanTemplateDialogProps {
  /** The edition to begin with; a new template without. */
  from: CarePlanTemplate | undefined;
  /** Codes that templates have. */
  taken: ReadonlySet<string>;
  onClose: () => void;
}

/** Publishes a template of care plans, or the next edition of one. */
export function PlanTemplateDialog({ from, taken, onClose }: PlanTemplateDialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { form, change, discard } = useKeptForm<TemplateContent>(
    `care-plan-template:${from ? `${from.code}:${from.edition}` : "new"}`,
    () => from?.content ?? emptyTemplate(),
  );
  const publish = useAct("care_plan_template_publish", {
    onSuccess: () => {
      discard();
      showDone(t("plan.template.published"));
      onClose();
    },
  });
  const errors = fieldErrors(publish.error);
  const { goals } = form;
  const submit = () =>
    publish.mutate({
      body: {
        code: from?.code ?? freshCode(form.title, taken),
        from_edition: from?.edition ?? 0,
        content: form,
      },
    });
  return (
    <Dialog
      title={from ? t("plan.template.publish_own", { title: from.content.title }) : t("plan.template.add")}
      submit={t("edition.publish")}
      busy={publish.isPending}
      error={publish.error}
      disabled={!isComplete(form)}
      onSubmit={submit}
      onClose={onClose}
      size="xl"
    >
      <TextInput
        label={t("plan.template.name")}
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={errors["content.title"]}
        maxLength={200}
        required
      />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label={t("care_plan.kind")}
          value={form.kind}
          onChange={(next) => change({ kind: planKinds.find((code) => code === next) ?? form.kind })}
          data={planKinds.map((code) => ({ value: code, label: t(`care_plan.kinds.${code}`) }))}
          error={errors["content.kind"]}
          allowDeselect={false}
        />
        <MultiSelect
          label={t("plan.template.settings")}
          description={t("plan.template.settings_text")}
          value={form.settings ?? []}
          onChange={(chosen) => change({ settings: settings.filter((code) => chosen.includes(code)) })}
          data={settings.map((code) => ({ value: code, label: words(code) }))}
          error={errorWithin(errors, "content.settings")}
        />
        <TemplateNumber
          label={t("plan.template.review_days")}
          value={form.review_days}
          onChange={(review_days) => change({ review_days })}
          error={errors["content.review_days"]}
          min={1}
          max={365}
          allowDecimal={false}
        />
      </SimpleGrid>
      {goals.map((goal, at) => (
        <TemplateGoalFields
          key={at}
          number={at + 1}
          goal={goal}
          error={errorWithin(errors, `content.goals.${at}`)}
          onChange={(next) => change({ goals: goals.map((own, index) => (index === at ? next : own)) })}
          onRemove={
            goals.length > 1 ? () => change({ goals: goals.filter((_, index) => index !== at) }) : undefined
          }
        />
      ))}
      <Button variant="default" w="fit-content" onClick={() => change({ goals: [...goals, emptyGoal()] })}>
        {t("care_plan.goal_add")}
      </Button>
    </Dialog>
  );
}
