import { SegmentedControl, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { AccessEntry } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const parts = ["record", "lists"] as const;
type AccessLogPart = (typeof parts)[number];

/** Who looked at this record, and what they did; and in whose lists the person stood. */
export function AccessTab({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<AccessLogPart>("record");
  const log = usePages("person_access_log", { path: { id: personId }, query: { part } });
  if (log.error) return <ProblemNotice error={log.error} />;
  return (
    <Section title={t("person.tab.access")}>
      <Text c="dimmed" size="sm" mb="sm">
        {t("person.access_text")}
      </Text>
      <SegmentedControl
        aria-label={t("person.access_part")}
        data={parts.map((value) => ({ value, label: t(`person.access_part_${value}`) }))}
        value={part}
        onChange={setPart}
        mb="sm"
      />
      {log.isPending ? <Waiting /> : <Entries items={log.items} />}
      <More {...log} />
    </Section>
  );
}

function Entries({ items }: { items: AccessEntry[] }) {
  const { t } = useTranslation();
  const words = useWords();
  if (items.length === 0) return <Text c="dimmed">{t("person.access_none")}</Text>;
  return (
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
          {items.map((entry) => (
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
  );
}
