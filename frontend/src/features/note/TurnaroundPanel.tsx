import { ScrollArea, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { NoteTurnaround } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { spell } from "./span";

/** How fast one documents: one's own first, and those of colleagues whom one leads below. */
export function TurnaroundPanel() {
  const { t } = useTranslation();
  const turnaround = useCall("note_turnaround", {});
  if (turnaround.error) return <ProblemNotice error={turnaround.error} />;
  if (!turnaround.data) return <Waiting />;
  const { mine, team, first_on, last_on } = turnaround.data;
  return (
    <Stack gap="lg">
      <Text c="dimmed" size="sm">
        {t("turnaround.text", { from: formatDate(first_on), to: formatDate(last_on) })}
      </Text>
      <Section title={t("turnaround.mine")}>
        {mine.documents.length === 0 ? (
          <Text c="dimmed">{t("turnaround.none")}</Text>
        ) : (
          <WorkerTable workers={[mine]} label={t("turnaround.mine_table")} />
        )}
      </Section>
      {team.length > 0 && (
        <Section title={t("turnaround.team")}>
          <WorkerTable workers={team} label={t("turnaround.team_table")} named />
        </Section>
      )}
    </Stack>
  );
}

type Worker = NoteTurnaround["mine"];

function WorkerTable({ workers, label, named }: { workers: Worker[]; label: string; named?: true }) {
  const { t } = useTranslation();
  const rows = workers.flatMap((worker) => worker.documents.map((own) => ({ worker, own })));
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}>
      <Table miw={560}>
        <Table.Thead>
          <Table.Tr>
            {named && <Table.Th>{t("turnaround.worker")}</Table.Th>}
            <Table.Th>{t("turnaround.document")}</Table.Th>
            <Table.Th>{t("turnaround.median")}</Table.Th>
            <Table.Th>{t("turnaround.in_time")}</Table.Th>
            <Table.Th>{t("turnaround.open")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ worker, own }) => (
            <Table.Tr key={worker.staff.id + own.document}>
              {named && <Table.Td>{worker.staff.name}</Table.Td>}
              <Table.Td>{t(`turnaround.documents.${own.document}`)}</Table.Td>
              <Table.Td>{own.median_minutes == null ? "–" : spell(t, own.median_minutes)}</Table.Td>
              <Table.Td>
                {own.counted === 0
                  ? "–"
                  : t("turnaround.share", {
                      share: Math.round((100 * own.in_time) / own.counted),
                      done: own.in_time,
                      all: own.counted,
                    })}
              </Table.Td>
              <Table.Td>{own.open}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
