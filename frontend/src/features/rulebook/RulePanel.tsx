import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendarTime } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";
import { CalendarPanel } from "./CalendarPanel";
import { RuleRow } from "./RuleRow";
import { linesOf } from "./versions";

const DueDialog = lazy(() => import("./DueDialog").then((m) => ({ default: m.DueDialog })));

interface RulePanelProps {
  programId: string | undefined;
  onProgram: (id: string) => void;
}

/** The rules of a program: what is due within what time, and from when on. */
export function RulePanel({ programId, onProgram }: RulePanelProps) {
  const { t } = useTranslation();
  const me = useMe();
  const programs = useCall("program_list", {});
  const [asking, ask] = useDisclosure();
  if (programs.error) return <ProblemNotice error={programs.error} />;
  if (!programs.data) return <Waiting />;
  const { items } = programs.data;
  const wanted = programId ?? me.programs[0]?.id;
  const program = items.find(({ id }) => id === wanted) ?? items[0];
  if (!program) return <EmptyState title={t("rulebook.none")} text={t("rulebook.none_text")} />;
  // A rule may hold in several zones: a version begins on a day that is still ahead in all of them.
  const today = items.map(({ time_zone }) => todayIn(time_zone)).reduce((a, b) => (a > b ? a : b));
  const others = items.filter(({ id, rulebook }) => rulebook === program.rulebook && id !== program.id);
  return (
    <Stack gap="md" p="md">
      <Group align="flex-end" justify="space-between" gap="sm">
        <Select
          label={t("case.program")}
          value={program.id}
          onChange={(id) => id && onProgram(id)}
          data={items.map(({ id, name }) => ({ value: id, label: name }))}
          allowDeselect={false}
          searchable
          flex="0 1 24rem"
        />
        <Button variant="default" leftSection={<IconCalendarTime size={17} aria-hidden />} onClick={ask.open}>
          {t("rulebook.due.open")}
        </Button>
      </Group>
      {others.length > 0 && (
        <Text size="sm" c="dimmed">
          {t("rulebook.shared", { programs: others.map(({ name }) => name).join(", ") })}
        </Text>
      )}
      <RuleList key={program.id} program={program} today={today} />
      <CalendarPanel key={`days:${program.id}`} program={program} today={todayIn(program.time_zone)} />
      <Suspense>{asking && <DueDialog program={program} onClose={ask.close} />}</Suspense>
    </Stack>
  );
}

interface RuleListProps {
  program: Schemas["ProgramView"];
  today: string;
}

function RuleList({ program, today }: RuleListProps) {
  const { t } = useTranslation();
  const rules = useCall("program_rule_list", { path: { id: program.id } });
  if (rules.error) return <ProblemNotice error={rules.error} />;
  if (!rules.data) return <Waiting />;
  const lines = linesOf(rules.data.items);
  if (lines.length === 0) return <EmptyState title={t("rulebook.none")} text={t("rulebook.none_text")} />;
  return (
    <Rows label={t("rulebook.title", { program: program.name })}>
      {lines.map((line) => (
        <RuleRow key={line.code} line={line} zone={program.time_zone} today={today} />
      ))}
    </Rows>
  );
}
