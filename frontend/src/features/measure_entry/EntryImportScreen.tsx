import { Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCapability } from "@/app/me";
import { MOST_LINES } from "@/features/table/table";
import { TableFile } from "@/features/table/TableFile";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { columns } from "./entry";

/** Bringing in what measures alone need: try the file first, put right what is named, then do it. */
export function EntryImportScreen() {
  const { t } = useTranslation();
  useTitle(t("entry.import"));
  const may = useCapability();
  return (
    <Stack gap="md" maw={980}>
      <Link to="/boards">{t("nav.boards")}</Link>
      <Title order={1}>{t("entry.import")}</Title>
      <Text c="dimmed">{t("entry.import_text", { count: MOST_LINES })}</Text>
      {may("survey_answer_write") && <FileSection noun="survey_answer" operation="survey_answer_import" />}
      {may("cost_write") && <FileSection noun="cost" operation="cost_import" />}
    </Stack>
  );
}

interface FileSectionProps {
  noun: "survey_answer" | "cost";
  operation: "survey_answer_import" | "cost_import";
}

function FileSection({ noun, operation }: FileSectionProps) {
  const { t } = useTranslation();
  return (
    <Section title={t(`entry.${noun}.title`)}>
      <TableFile operation={operation} label={t(`entry.${noun}.file`)} columns={columns[noun]} />
    </Section>
  );
}
