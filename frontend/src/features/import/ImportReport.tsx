import { Badge, Group, Stack, Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { statusColor } from "./run";

const POLL_MS = 1_500;
const counted = ["read", "stored", "unchanged", "kept_raw", "refused"] as const;

interface ImportReportProps {
  id: string;
  /** What to do with a try. */
  children?: ReactNode;
}

/** What became of every resource of an import, and of those that were refused, why and where they stand. */
export function ImportReport({ id, children }: ImportReportProps) {
  const { t } = useTranslation();
  const words = useWords();
  const run = useCall(
    "import_get",
    { path: { id } },
    { refetchInterval: ({ state }) => (state.data?.status === "running" ? POLL_MS : false) },
  );
  if (run.error) return <ProblemNotice error={run.error} />;
  if (!run.data) return <Waiting lines={2} height={100} />;
  const { status, dry_run, report, author, created_at } = run.data;
  const types = Object.entries(report.by_type);
  const problems = report.problems.length + report.more_problems;
  const number = (name: (typeof counted)[number], count: number) => (
    <Table.Td key={name} ta="right" c={name === "refused" && count > 0 ? "var(--tend-overdue)" : undefined}>
      {count}
    </Table.Td>
  );
  return (
    <Section
      title={t(dry_run ? "import.report_dry" : "import.report")}
      actions={
        <Badge size="lg" variant="light" color={statusColor[status]}>
          {words(status)}
        </Badge>
      }
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {author.name}, {formatInstant(created_at)}
        </Text>
        <div aria-live="polite">
          {status === "running" && <Text c="dimmed">{t("import.running")}</Text>}
          <Table.ScrollContainer minWidth={520}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("import.type")}</Table.Th>
                  {counted.map((name) => (
                    <Table.Th key={name} ta="right">
                      {t(`import.counts.${name}`)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {types.map(([type, counts]) => (
                  <Table.Tr key={type}>
                    <Table.Td>{type}</Table.Td>
                    {counted.map((name) => number(name, counts[name]))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </div>
        {problems > 0 && (
          <div>
            <Title order={3} mb="xs">
              {t("import.problems", { count: problems })}
            </Title>
            <Rows label={t("import.problems", { count: problems })}>
              {report.problems.map(({ file, path, reason }, index) => (
                <Row
                  key={index}
                  title={reason}
                  detail={[file, path].filter(Boolean).join(", ") || undefined}
                />
              ))}
            </Rows>
            {report.more_problems > 0 && (
              <Text c="dimmed" mt="sm">
                {t("import.more_problems", { count: report.more_problems })}
              </Text>
            )}
          </div>
        )}
        <Group gap="sm">
          {children}
          {!dry_run && status === "completed" && <Link to="/people">{t("import.find_people")}</Link>}
        </Group>
      </Stack>
    </Section>
  );
}
