import { Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { NoteTemplate } from "@/api/types";
import { EditionList } from "@/features/edition/EditionList";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { useLabel } from "./label";

const TemplateDialog = lazy(() => import("./TemplateDialog").then((m) => ({ default: m.TemplateDialog })));

/** The templates with which notes are begun: what ships, and the editions that the organization made. */
export function TemplatePanel() {
  const { t } = useTranslation();
  const label = useLabel();
  const [from, publishFrom] = useState<NoteTemplate | null>(null);
  const templates = useCall("note_template_list", {});
  if (templates.error) return <ProblemNotice error={templates.error} />;
  if (!templates.data) return <Waiting />;
  return (
    <Stack gap="lg" p="md">
      <div>
        <Title order={2} size="h3">
          {t("note_template.title")}
        </Title>
        <Text c="dimmed" maw="75ch">
          {t("note_template.text")}
        </Text>
      </div>
      <EditionList
        label={t("note_template.title")}
        items={templates.data.items}
        can={templates.data.can}
        publish="note_template_publish"
        withdraw="note_template_withdraw"
        nameOf={({ content }) => label(content.title)}
        publishLabel={(title) => t("note_template.publish_own", { title })}
        withdrawText={t("note_template.withdraw_text")}
        onPublish={publishFrom}
      />
      <Suspense>{from && <TemplateDialog from={from} onClose={() => publishFrom(null)} />}</Suspense>
    </Stack>
  );
}
