import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { EducationItem } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";

const ItemDialog = lazy(() => import("./ItemDialog").then((m) => ({ default: m.ItemDialog })));

/** What people are taught with: what ships, and what the organization adds, with the school grade of each text. */
export function EducationPanel() {
  const { t } = useTranslation();
  const [from, publish] = useState<EducationItem | "new" | null>(null);
  const [leaving, leave] = useState<EducationItem | null>(null);
  const library = useCall("education_item_list", {});
  const withdraw = useAct("education_item_withdraw", { onSuccess: () => leave(null) });
  if (library.error) return <ProblemNotice error={library.error} />;
  if (!library.data) return <Waiting />;
  const { items, can, target_grade } = library.data;
  return (
    <Stack gap="lg" p="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h3">
            {t("education.library")}
          </Title>
          <Text c="dimmed" maw="70ch">
            {t("education.library_text", { grade: target_grade })}
          </Text>
        </div>
        <ActionButton can={can} operation="education_item_publish" onClick={() => publish("new")}>
          {t("education.add")}
        </ActionButton>
      </Group>
      <Rows label={t("education.library")}>
        {items.map((own) => {
          const title = own.texts[0]?.title ?? own.code;
          return (
            <Row
              key={`${own.code} ${own.edition}`}
              title={
                own.is_current ? (
                  <Link to="/education" search={{ item: own.code }}>
                    {title}
                  </Link>
                ) : (
                  title
                )
              }
              detail={[
                t(`education.topics.${own.topic}`),
                ...own.texts.map((text) =>
                  t("education.text_grade", {
                    language: t(`education.languages.${text.language}`),
                    count: text.grade ?? 0,
                  }),
                ),
                own.author && own.created_at
                  ? t("note_template.made_by", { name: own.author.name, when: formatDay(own.created_at) })
                  : t("note_template.ships"),
              ].join(" · ")}
              actions={
                <Group gap="xs">
                  {own.withdrawn_at && (
                    <Badge variant="light" color="gray">
                      {t("note_template.withdrawn")}
                    </Badge>
                  )}
                  {own.is_current && (
                    <ActionButton
                      can={can}
                      operation="education_item_publish"
                      variant="default"
                      size="compact-md"
                      aria-label={t("education.edition_of", { title })}
                      onClick={() => publish(own)}
                    >
                      {t("note_template.publish")}
                    </ActionButton>
                  )}
                  {own.can.includes("education_item_withdraw") && (
                    <Button variant="subtle" color="red" size="compact-md" onClick={() => leave(own)}>
                      {t("note_template.withdraw")}
                    </Button>
                  )}
                </Group>
              }
            />
          );
        })}
      </Rows>
      <Suspense>
        {from && <ItemDialog from={from === "new" ? undefined : from} onClose={() => publish(null)} />}
      </Suspense>
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
          <Text>{t("education.withdraw_item_text")}</Text>
        </Dialog>
      )}
    </Stack>
  );
}
