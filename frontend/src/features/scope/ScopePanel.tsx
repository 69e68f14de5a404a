import { Badge, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconCheck, IconMinus, IconUserCheck, IconUsers } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { byCondition, levelsToTighten, type Condition, type Row } from "./conditions";
import { LimitList } from "./LimitList";

const ScopeLimitDialog = lazy(() =>
  import("./ScopeLimitDialog").then((m) => ({ default: m.ScopeLimitDialog })),
);

const icons = { alone: IconCheck, supervised: IconUserCheck, cosigned: IconUsers, not: IconMinus };

/** Who may do what, on which condition, where the reader stands, and where the organization is stricter. */
export function ScopePanel() {
  const { t } = useTranslation();
  const [row, tighten] = useState<Row | null>(null);
  const scope = useCall("scope_get", {});
  if (scope.error) return <ProblemNotice error={scope.error} />;
  if (!scope.data) return <Waiting />;
  const { rows, limits, can } = scope.data;
  const onTighten = can.includes("scope_limit_create") ? tighten : undefined;
  return (
    <Stack gap="lg" p="md">
      <div>
        <Title order={2} size="h3">
          {t("practice.title")}
        </Title>
        <Text c="dimmed" maw="75ch">
          {t("practice.text")}
        </Text>
      </div>
      <Matrix rows={rows} onTighten={onTighten} />
      <Lines rows={rows} onTighten={onTighten} />
      <LimitList limits={limits} />
      <Suspense>{row && <ScopeLimitDialog row={row} onClose={() => tighten(null)} />}</Suspense>
    </Stack>
  );
}

interface RowsProps {
  rows: Row[];
  onTighten: ((row: Row) => void) | undefined;
}

/** The matrix, where there is room for it. */
function Matrix({ rows, onTighten }: RowsProps) {
  const { t } = useTranslation();
  const levels = rows[0]?.cells.map(({ level }) => level) ?? [];
  return (
    <Table verticalSpacing="sm" visibleFrom="lg" aria-label={t("practice.title")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="32%">{t("practice.activity")}</Table.Th>
          {levels.map((level) => (
            <Table.Th key={level}>{t(`practice.level.${level}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.activity}>
            <Table.Th scope="row" fw={400}>
              <About row={row} />
              <Tighten row={row} onTighten={onTighten} />
            </Table.Th>
            {row.cells.map((cell) => (
              <Table.Td key={cell.level} style={{ verticalAlign: "top" }}>
                <Cell cell={cell} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The same in lines, for a narrow screen. */
function Lines({ rows, onTighten }: RowsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg" hiddenFrom="lg" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {rows.map((row) => (
        <li key={row.activity}>
          <About row={row} />
          {byCondition(row).map(({ condition, cells }) => (
            <Text key={condition} size="sm">
              <Text span fw={600}>
                {t(`practice.condition.${condition}`)}:
              </Text>{" "}
              {cells
                .map(({ level, limit_id }) =>
                  limit_id
                    ? `${t(`practice.level.${level}`)} (${t("practice.tightened").toLowerCase()})`
                    : t(`practice.level.${level}`),
                )
                .join("; ")}
            </Text>
          ))}
          <Tighten row={row} onTighten={onTighten} />
        </li>
      ))}
    </Stack>
  );
}

/** What the activity is, where the row comes from, and where the reader stands. */
function About({ row }: { row: Row }) {
  const { t } = useTranslation();
  const mine = useMe().scope.find(({ activity }) => activity === row.activity);
  return (
    <>
      <Text fw={600}>{t(`practice.activities.${row.activity}`)}</Text>
      {mine && (
        <Text size="sm">
          {t("practice.you", { stand: t(`practice.stand.${mine.verdict}`) })}
          {mine.reason && `. ${mine.reason}`}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t("practice.source", { source: row.source })}
      </Text>
    </>
  );
}

function Tighten({ row, onTighten }: { row: Row; onTighten: RowsProps["onTighten"] }) {
  const { t } = useTranslation();
  if (!onTighten || levelsToTighten(row).length === 0) return null;
  const activity = t(`practice.activities.${row.activity}`);
  return (
    <Button
      variant="subtle"
      size="compact-md"
      mt={4}
      ml={-8}
      onClick={() => onTighten(row)}
      aria-label={t("practice.tighten_of", { activity })}
    >
      {t("practice.tighten")}
    </Button>
  );
}

function Cell({ cell }: { cell: Schemas["ScopeCell"] }) {
  const { t } = useTranslation();
  const Icon = icons[cell.condition];
  return (
    <Stack gap={4} align="flex-start">
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Icon size={17} aria-hidden style={{ flex: "none", marginTop: 2 }} />
        <Text size="sm" c={cell.condition === "not" ? "dimmed" : undefined}>
          {t(`practice.condition.${cell.condition}`)}
        </Text>
      </Group>
      {cell.limit_id && <Stricter published={cell.published} />}
    </Stack>
  );
}

function Stricter({ published }: { published: Condition }) {
  const { t } = useTranslation();
  return (
    <>
      <Badge variant="light" color="yellow">
        {t("practice.tightened")}
      </Badge>
      <Text size="xs" c="dimmed">
        {t("practice.published", { condition: t(`practice.condition.${published}`).toLowerCase() })}
      </Text>
    </>
  );
}
