import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

/** Who looked at this record, and what they did. */
export function AccessTab({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const log = usePages("person_access_log", { path: { id: personId } });
  if (log.error) return <ProblemNotice error={log.error} />;
  if (log.isPending) return <Waiting />;
  return (
    <Section title={t("person.tab.access")}>
      <Text c="dimmed" size="sm" mb="sm">
        {t("person.access_text")}
      </Text>
      <Table.ScrollContainer minWidth={280}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("audit.when")}</Table.Th>
              <Table.Th>{t("audit.who")}</Table.Th>
              <Table.Th>{t("audit.what")}</Table.Th>
              <Table.Th visibleFrom="sm">{t("audit.outcome")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {log.items.map((entry) => (
              <Table.Tr key={entry.id}>
                <Table.Td>{formatInstant(entry.at)}</Table.Td>
                <Table.Td>
                  {entry.actor?.name ?? t("audit.nobody")}
                  <Text size="xs" c="dimmed">
                    {entry.role && words(entry.role)}
                  </Text>
                </Table.Td>
                <Table.Td>{[words(entry.operation), entry.reason].filter(Boolean).join(": ")}</Table.Td>
                <Table.Td visibleFrom="sm">{words(entry.outcome)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <More {...log} />
    </Section>
  );
}
