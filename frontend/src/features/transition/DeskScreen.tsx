import { Badge, Button, Group, SegmentedControl, Stack, Table, Text, Title } from "@mantine/core";
import { IconBed, IconPrinter } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { TransitionItem } from "@/api/types";
import { ways } from "@/app/search";
import { useRuleWords } from "@/features/deadline/words";
import { formatDate, formatDay, formatInstant, formatRelative, formatToday } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { DeskFigures } from "./DeskFigures";
import { useLength } from "./length";
import { chosen } from "./useStep";
import classes from "./Transition.module.css";

const route = getRouteApi("/hospital-desk");

/** The morning's list: who is in hospital or on the way home, what is in the way, and what comes next. */
export function DeskScreen() {
  const { t } = useTranslation();
  useTitle(t("transition.desk"));
  const { way = "rounds" } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useCall("transition_list", { query: { way } });
  const items = list.data?.items ?? [];
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t("transition.desk")}</Title>
        <Button
          data-noprint
          variant="default"
          leftSection={<IconPrinter size={17} aria-hidden />}
          onClick={() => window.print()}
          disabled={items.length === 0}
        >
          {t("transition.print")}
        </Button>
      </Group>
      <Group gap="md" data-noprint>
        <SegmentedControl
          aria-label={t("transition.way")}
          value={way}
          onChange={(next) => void navigate({ search: { way: chosen(ways, next) }, replace: true })}
          data={ways.map((value) => ({ value, label: t(`transition.ways.${value}`) }))}
        />
        <Text c="dimmed" role="status">
          {list.data && t("transition.count", { count: items.length })}
        </Text>
      </Group>
      <Text className={classes.onlyPrint}>
        {t(`transition.ways.${way}`)}, {formatToday()}
      </Text>
      {list.error && <ProblemNotice error={list.error} />}
      {list.isPending && <Waiting lines={5} height={72} />}
      {list.data && items.length === 0 && (
        <EmptyState
          icon={<IconBed size={36} stroke={1.5} aria-hidden />}
          title={t(`transition.none.${way}`)}
          text={t(`transition.none_text.${way}`)}
        />
      )}
      {items.length > 0 && <DeskTable items={items} />}
      {way === "rounds" && <DeskFigures />}
    </Stack>
  );
}

function DeskTable({ items }: { items: TransitionItem[] }) {
  const { t } = useTranslation();
  const heads = ["person", "stay", "target", "barriers", "next", "due"] as const;
  return (
    <Table className={classes.list} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          {heads.map((head) => (
            <Table.Th key={head}>{t(`transition.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <DeskRow key={item.stay_id + item.case_id} item={item} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function DeskRow({ item }: { item: TransitionItem }) {
  const { t } = useTranslation();
  const length = useLength();
  const { person, owner, program, time_zone, readmission_days, discharged_at } = item;
  const label = (head: "stay" | "target" | "barriers" | "next" | "due") => (
    <span className={classes.label}>{t(`transition.${head}`)}</span>
  );
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/stays/$stayId" params={{ stayId: item.stay_id }} className={classes.name}>
          {person.name}
        </Link>
        <Text size="sm" c="dimmed">
          {program.name}, {owner.name}
        </Text>
        {readmission_days != null && (
          <Badge variant="light" color="red" mt={4}>
            {t("transition.readmitted", { count: readmission_days })}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        {label("stay")}
        {discharged_at ? t("transition.left", { when: formatDay(discharged_at, time_zone) }) : length(item)}
        <Text size="sm" c="dimmed">
          {[item.facility, item.reason].filter(Boolean).join(", ")}
        </Text>
      </Table.Td>
      <Table.Td>
        {label("target")}
        <Target item={item} />
      </Table.Td>
      <Table.Td>
        {label("barriers")}
        <BarrierLines item={item} />
      </Table.Td>
      <Table.Td>
        {label("next")}
        {t(`transition.steps.${item.next_step}`)}
        <Text size="sm" c="dimmed">
          {item.promises_overdue > 0
            ? t("transition.promises_overdue", { count: item.promises_overdue })
            : !discharged_at && t("transition.checks_open", { open: item.checks_open, all: item.checks })}
        </Text>
      </Table.Td>
      <Table.Td>
        {label("due")}
        <DueLine item={item} />
      </Table.Td>
    </Table.Tr>
  );
}

function Target({ item }: { item: TransitionItem }) {
  const { t } = useTranslation();
  const { target_on, target_past, destination } = item;
  return (
    <>
      <span className={target_past ? classes.late : undefined}>
        {target_on ? formatDate(target_on) : t("transition.no_target")}
        {target_past && ` (${t("transition.target_past")})`}
      </span>
      {destination && (
        <Text size="sm" c="dimmed">
          {t(`transition.destinations.${destination}`)}
        </Text>
      )}
    </>
  );
}

function BarrierLines({ item }: { item: TransitionItem }) {
  const { t } = useTranslation();
  if (item.barriers.length === 0) return <span>{t("transition.no_barrier")}</span>;
  return (
    <ul className={classes.plain}>
      {item.barriers.map(({ kind, text, owner, opened_at }) => (
        <li key={kind + text}>
          {t("transition.barrier_line", { kind: t(`transition.barrier_kinds.${kind}`), text })}
          <Text size="sm" c="dimmed">
            {t("transition.with", { name: owner.name, when: formatDay(opened_at, item.time_zone) })}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function DueLine({ item }: { item: TransitionItem }) {
  const { t } = useTranslation();
  const words = useRuleWords();
  const { due, time_zone } = item;
  if (!due) return <span>{t("transition.nothing_due")}</span>;
  return (
    <>
      {words.title(due.title)}
      <Text
        size="sm"
        className={due.overdue ? classes.late : undefined}
        c={due.overdue ? undefined : "dimmed"}
      >
        {formatInstant(due.due_at, time_zone)}, {formatRelative(due.due_at)}
      </Text>
    </>
  );
}
