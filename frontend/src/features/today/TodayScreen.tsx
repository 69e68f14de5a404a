import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { IconMug, IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { TodayCounts, TodayItem } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { dueBands, itemKinds, type TodaySearch } from "@/app/search";
import { DueContacts } from "@/features/engagement/DueContacts";
import { openTask } from "@/features/task/open";
import { formatToday } from "@/lib/dates";
import { useShortcuts } from "@/lib/shortcuts";
import { announce } from "@/ui/announce";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { useComplete, useNextAction } from "./actions";
import { trimTo, useToday } from "./list";
import { SavedViews } from "./SavedViews";
import { TodayGrid } from "./TodayGrid";
import classes from "./Today.module.css";

const AssignDialog = lazy(() =>
  import("@/features/task/AssignDialog").then((m) => ({ default: m.AssignDialog })),
);
const SnoozeDialog = lazy(() =>
  import("@/features/task/SnoozeDialog").then((m) => ({ default: m.SnoozeDialog })),
);

const ExpiringNotice = lazy(() => import("./ExpiringNotice").then((m) => ({ default: m.ExpiringNotice })));

const OnCallNotice = lazy(() =>
  import("@/features/on_call/OnCallNotice").then((m) => ({ default: m.OnCallNotice })),
);

const TodayCount = lazy(() =>
  import("@/features/throughput/TodayCount").then((m) => ({ default: m.TodayCount })),
);

const NextMentoring = lazy(() =>
  import("@/features/mentorship/NextMentoring").then((m) => ({ default: m.NextMentoring })),
);

const TodayAppointments = lazy(() =>
  import("@/features/appointment/TodayAppointments").then((m) => ({ default: m.TodayAppointments })),
);

const route = getRouteApi("/today");
type Dialog = { act: "snooze" | "assign"; items: TodayItem[] };

/** Whether the reader may ask for more than their own work. */
const hasTeams = (counts: TodayCounts | undefined) => counts?.scopes.includes("team") ?? false;

/** The first screen: what is due, for whom, why, and what next. */
export function TodayScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.today"));
  const cache = useQueryClient();
  const search = route.useSearch();
  const [text, setText] = useState("");
  const [debounced] = useDebouncedValue(text, 250);
  const list = useToday(search, debounced);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const complete = useComplete();
  const next = useNextAction();
  const field = useRef<HTMLInputElement>(null);
  const visible = useRef(0);

  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const scope = search.scope ?? "mine";
  const { data: counts } = useCall(
    "today_counts",
    { query: { scope, kind: search.kind, program_id: search.program } },
    { placeholderData: keepPreviousData },
  );
  useShortcuts({ search: () => field.current?.focus(), new_task: () => openTask() });
  const total = list.hasNextPage ? undefined : items.length;
  useResultCount(total ?? counts?.total, list.isFetching);

  const onSelect = useCallback(
    (id: string) =>
      setSelected((now) => {
        const changed = new Set(now);
        if (!changed.delete(id)) changed.add(id);
        return changed;
      }),
    [],
  );
  const onComplete = (chosen: TodayItem[]) => {
    trimTo(cache, visible.current);
    setSelected(new Set());
    void complete(chosen);
  };
  const onNearEnd = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [list]);
  const onVisible = useCallback((last: number) => {
    visible.current = last;
  }, []);
  const closeDialog = () => {
    setDialog(null);
    setSelected(new Set());
  };
  const marked = items.filter(({ id }) => selected.has(id));

  return (
    <Stack gap="md">
      <Header counts={counts} />
      <Suspense>
        <TodayCount />
        <OnCallNotice />
        <ExpiringNotice />
        <TodayAppointments />
        <DueContacts />
        <NextMentoring />
      </Suspense>
      <Filters search={search} counts={counts}>
        <TextInput
          ref={field}
          className={classes.search}
          leftSection={<IconSearch size={17} aria-hidden />}
          placeholder={t("today.search")}
          aria-label={t("today.search")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && setText("")}
          type="search"
          autoComplete="off"
        />
      </Filters>
      {list.error && (
        <ProblemNotice error={list.error}>
          <Button variant="default" w="fit-content" onClick={() => void list.refetch()}>
            {t("action.try_again")}
          </Button>
        </ProblemNotice>
      )}
      {list.isPending && <Waiting lines={10} height={58} />}
      {list.data && items.length === 0 && (
        <Nothing
          filtered={Boolean(debounced || search.due || search.kind || search.program)}
          offersTeams={hasTeams(counts) && scope === "mine"}
        />
      )}
      {items.length > 0 && (
        <TodayGrid
          items={items}
          total={total}
          selected={selected}
          showOwner={search.scope === "team"}
          onNearEnd={onNearEnd}
          onVisible={onVisible}
          onSelect={onSelect}
          onNext={next}
          onComplete={onComplete}
          onSnooze={(chosen) => setDialog({ act: "snooze", items: chosen })}
          onAssign={(chosen) => setDialog({ act: "assign", items: chosen })}
        />
      )}
      {marked.length > 0 && (
        <div className={classes.bulk} role="toolbar" aria-label={t("today.bulk")}>
          <Text fw={600}>{t("today.selected", { count: marked.length })}</Text>
          <Button size="sm" onClick={() => onComplete(marked)}>
            {t("task.complete")}
          </Button>
          <Button size="sm" variant="default" onClick={() => setDialog({ act: "snooze", items: marked })}>
            {t("task.snooze")}
          </Button>
          <Button size="sm" variant="default" onClick={() => setDialog({ act: "assign", items: marked })}>
            {t("task.assign")}
          </Button>
          <Button size="sm" variant="subtle" onClick={() => setSelected(new Set())}>
            {t("action.clear")}
          </Button>
        </div>
      )}
      <Suspense>
        {dialog?.act === "snooze" && <SnoozeDialog items={dialog.items} onClose={closeDialog} />}
        {dialog?.act === "assign" && <AssignDialog items={dialog.items} onClose={closeDialog} />}
      </Suspense>
    </Stack>
  );
}

function Header({ counts }: { counts: TodayCounts | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useCapability();
  return (
    <Group justify="space-between" align="flex-end" gap="xs" wrap="nowrap">
      <div>
        <Text c="dimmed" size="sm">
          {formatToday(me.time_zone)}
        </Text>
        <Title order={1}>{t("nav.today")}</Title>
        {counts && (
          <Text c="dimmed">
            {t("today.summary", { overdue: counts.overdue, today: counts.today })}
            {counts.alerts > 0 && (
              <Text span fw={650} c="var(--tend-overdue)">
                {" "}
                {t("today.alerts", { count: counts.alerts })}
              </Text>
            )}
          </Text>
        )}
      </div>
      {may("task_write") && (
        <Button variant="default" onClick={() => openTask()} flex="none">
          {t("task.create")}
        </Button>
      )}
    </Group>
  );
}

interface FiltersProps {
  search: TodaySearch;
  counts: TodayCounts | undefined;
  children: ReactNode;
}

function Filters({ search, counts, children }: FiltersProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = route.useNavigate();
  const filter = (change: TodaySearch) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const all = counts && counts.overdue + counts.today + counts.week + counts.later;
  return (
    <Stack gap="sm">
      <div className={classes.bands} role="group" aria-label={t("today.filter_due")}>
        {([undefined, ...dueBands] as const).map((band) => (
          <button
            type="button"
            key={band ?? "all"}
            className={classes.band}
            aria-pressed={search.due === band}
            onClick={() => filter({ due: band })}
          >
            {t(`today.band.${band ?? "all"}`)}
            <span className={classes.count}>{band ? counts?.[band] : all}</span>
          </button>
        ))}
      </div>
      <div className={classes.toolbar}>
        {hasTeams(counts) && (
          <SegmentedControl
            aria-label={t("today.filter_scope")}
            value={search.scope ?? "mine"}
            onChange={(scope) => filter({ scope: scope === "team" ? "team" : undefined })}
            data={[
              { value: "mine", label: t("today.mine") },
              { value: "team", label: t("today.team") },
            ]}
          />
        )}
        <Select
          aria-label={t("today.filter_kind")}
          value={search.kind ?? ""}
          onChange={(kind) => filter({ kind: itemKinds.find((known) => known === kind) })}
          data={[
            { value: "", label: t("today.every_kind") },
            ...itemKinds.map((kind) => ({ value: kind, label: t(`today.kinds.${kind}`) })),
          ]}
          w={160}
        />
        {me.programs.length > 1 && (
          <Select
            aria-label={t("today.filter_program")}
            value={search.program ?? ""}
            onChange={(program) => filter({ program: program || undefined })}
            data={[
              { value: "", label: t("today.every_program") },
              ...me.programs.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            w={220}
          />
        )}
        <SavedViews search={search} onOpen={(view) => void navigate({ search: view })} />
        {children}
      </div>
    </Stack>
  );
}

function Nothing({ filtered, offersTeams }: { filtered: boolean; offersTeams: boolean }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  if (filtered) {
    return (
      <EmptyState title={t("today.nothing_found")} text={t("today.nothing_found_text")}>
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          {t("today.show_all")}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconMug size={40} stroke={1.4} aria-hidden />}
      title={t("today.empty")}
      text={t("today.empty_text")}
    >
      {offersTeams && (
        <Button onClick={() => void navigate({ search: { scope: "team" } })}>
          {t("today.look_at_team")}
        </Button>
      )}
    </EmptyState>
  );
}

/** Tells screen readers how many items the filters leave. */
function useResultCount(total: number | undefined, busy: boolean) {
  const { t } = useTranslation();
  useEffect(() => {
    if (total !== undefined && !busy) announce(t("today.results", { count: total }));
  }, [total, busy, t]);
}
