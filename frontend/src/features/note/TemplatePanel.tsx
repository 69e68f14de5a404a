import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { NoteTemplate } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";
import { useLabel } from "./label";

const TemplateDialog = lazy(() => import("./TemplateDialog").then((m) => ({ default: m.TemplateDialog })));

/** The templates with which notes are begun: what ships, and the editions that the organization made. */
export function TemplatePanel() {
  const { t } = useTranslation();
  const label = useLabel();
  const [from, publishFrom] = useState<NoteTemplate | null>(null);
  const [leaving, leave] = useState<NoteTemplate | null>(null);
  const templates = useCall("note_template_list", {});
  const withdraw = useAct("note_template_withdraw", { onSuccess: () => leave(null) });
  if (templates.error) return <ProblemNotice error={templates.error} />;
  if (!templates.data) return <Waiting />;
  const { items, can } = templates.data;
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
      <Rows label={t("note_template.title")}>
        {items.map((own) => (
          <Row
            key={`${own.code} ${own.edition}`}
            title={label(own.content.title)}
            detail={[
              t("note_template.edition", { edition: own.edition }),
              own.author && own.created_at
                ? t("note_template.made_by", { name: own.author.name, when: formatDay(own.created_at) })
                : t("note_template.ships"),
            ].join(" · ")}
            actions={
              <Group gap="xs">
                {own.is_current && (
                  <Badge variant="light" color="teal">
                    {t("note_template.current")}
                  </Badge>
                )}
                {own.withdrawn_at && (
                  <Badge variant="light" color="gray">
                    {t("note_template.withdrawn")}
                  </Badge>
                )}
                {own.is_current && (
                  <ActionButton
                    can={can}
                    operation="note_template_publish"
                    variant="default"
                    size="compact-md"
                    aria-label={t("note_template.publish_own", { title: label(own.content.title) })}
                    onClick={() => publishFrom(own)}
                  >
                    {t("note_template.publish")}
                  </ActionButton>
                )}
                {own.can.includes("note_template_withdraw") && (
                  <Button variant="subtle" color="red" size="compact-md" onClick={() => leave(own)}>
                    {t("note_template.withdraw")}
                  </Button>
                )}
              </Group>
            }
          />
        ))}
      </Rows>
      <Suspense>{from && <TemplateDialog from={from} onClose={() => publishFrom(null)} />}</Suspense>
      {leaving?.id && (
        <Dialog
          title={t("note_template.withdraw")}
          submit={t("note_template.withdraw")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={() => withdraw.mutate({ path: { id: leaving.id ?? "" }, version: leaving.version })}
          onClose={() => leave(null)}
        >
          <Text>{t("note_template.withdraw_text")}</Text>
        </Dialog>
      )}
    </Stack>
  );
}
