import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MeasureView } from "@/api/types";
import { useWords } from "@/lib/words";

/** Who may see the people of a measure, said to a reader who may not. */
export function PeopleClosed({ measure: { seen_by } }: { measure: Pick<MeasureView, "seen_by"> }) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const roles = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(seen_by.map(words));
  return (
    <section aria-labelledby="measure-people">
      <Title order={2} size="h3" id="measure-people">
        {t("measures.members_title")}
      </Title>
      <Text c="dimmed">{t("measures.people_closed", { roles })}</Text>
    </section>
  );
}
