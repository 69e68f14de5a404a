import { Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CarePlanTemplate } from "@/api/types";
import { EditionList } from "@/features/edition/EditionList";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";

const PlanTemplateDialog = lazy(() =>
  import("./PlanTemplateDialog").then((m) => ({ default: m.PlanTemplateDialog })),
);

/** The templates with which plans are begun: what ships, and what the organization made of it or beside it. */
export function PlanTemplatePanel() {
  const { t } = useTranslation();
  const words = useWords();
  const [from, publish] = useState<CarePlanTemplate | "new" | null>(null);
  const templates = useCall("care_plan_template_editions", {});
  if (templates.error) return <ProblemNotice error={templates.error} />;
  if (!templates.data) return <Waiting />;
  const { items, can } = templates.data;
  const places = ({ content: { settings = [] } }: CarePlanTemplate) =>
    settings.length > 0 ? settings.map(words).join(", ") : t("plan.template.everywhere");
  return (
    <Stack gap="lg" p="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h3">
            {t("plan.template.title")}
          </Title>
          <Text c="dimmed" maw="75ch">
            {t("plan.template.about")}
          </Text>
        </div>
        <ActionButton can={can} operation="care_plan_template_publish" onClick={() => publish("new")}>
          {t("plan.template.add")}
        </ActionButton>
      </Group>
      <EditionList
        label={t("plan.template.title")}
        items={items}
        can={can}
        publish="care_plan_template_publish"
        withdraw="care_plan_template_withdraw"
        nameOf={({ content }) => content.title}
        detailOf={(own) => [
          t(`care_plan.kinds.${own.content.kind}`),
          places(own),
          t("care_plan.goal_count", { count: own.content.goals.length }),
        ]}
        publishLabel={(title) => t("plan.template.publish_own", { title })}
        withdrawText={t("plan.template.withdraw_text")}
        onPublish={publish}
      />
      <Suspense>
        {from && (
          <PlanTemplateDialog
            from={from === "new" ? undefined : from}
            taken={new Set(items.map(({ code }) => code))}
            onClose={() => publish(null)}
          />
        )}
      </Suspense>
    </Stack>
  );
}
