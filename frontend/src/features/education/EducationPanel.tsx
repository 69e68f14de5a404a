import { Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { EducationItem } from "@/api/types";
import { EditionList } from "@/features/edition/EditionList";
import { usePreferences } from "@/lib/preferences";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { titleIn } from "./item";

const ItemDialog = lazy(() => import("./ItemDialog").then((m) => ({ default: m.ItemDialog })));

/** What people are taught with: what ships, and what the organization adds, with the school grade of each text. */
export function EducationPanel() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [from, publish] = useState<EducationItem | "new" | null>(null);
  const library = useCall("education_item_list", {});
  if (library.error) return <ProblemNotice error={library.error} />;
  if (!library.data) return <Waiting />;
  const { items, can, target_grade } = library.data;
  const nameOf = (own: EducationItem) => titleIn(own, language);
  const gradeOf = (text: EducationItem["texts"][number]) => {
    const words = t(`education.languages.${text.language}`);
    return text.grade == null ? words : t("education.text_grade", { language: words, count: text.grade });
  };
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
      <EditionList
        label={t("education.library")}
        items={items}
        can={can}
        publish="education_item_publish"
        withdraw="education_item_withdraw"
        nameOf={nameOf}
        renderTitle={(own) =>
          own.is_current ? (
            <Link to="/education" search={{ item: own.code }}>
              {nameOf(own)}
            </Link>
          ) : (
            nameOf(own)
          )
        }
        detailOf={({ topic, texts }) => [t(`education.topics.${topic}`), ...texts.map(gradeOf)]}
        publishLabel={(title) => t("education.edition_of", { title })}
        withdrawText={t("education.withdraw_item_text")}
        onPublish={publish}
      />
      <Suspense>
        {from && (
          <ItemDialog
            from={from === "new" ? undefined : from}
            taken={new Set(items.map(({ code }) => code))}
            onClose={() => publish(null)}
          />
        )}
      </Suspense>
    </Stack>
  );
}
