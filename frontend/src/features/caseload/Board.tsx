import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { IconArrowsExchange, IconListCheck, IconScale } from "@tabler/icons-react";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { lazy, Suspense, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseloadBoard, CaseloadCase, CaseloadWorker } from "@/api/types";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import classes from "./Caseload.module.css";
import { LockList } from "./LockList";
import { MoveList } from "./MoveList";
import { dragged, isEmpty, nothing, toggled, type Selection } from "./selection";
import { TeamStrain } from "./Strain";
import { WorkerRow } from "./WorkerRow";

const Proposal = lazy(() => import("./Proposal").then((m) => ({ default: m.Proposal })));
const MoveDialog = lazy(() => import("./MoveDialog").then((m) => ({ default: m.MoveDialog })));
const route = getRouteApi("/caseloads");

/** The caseloads of everybody whom the reader leads. */
export function Board() {
  const { t } = useTranslation();
  const { team, proposal } = route.useSearch();
  const navigate = route.useNavigate();
  const all = useCall("caseload_list", { query: {} });
  const board = useCall("caseload_list", { query: team ? { team_id: team } : {} });
  if (board.error) return <ProblemNotice error={board.error} />;
  if (!board.data) return <Waiting lines={5} height={72} />;
  const names = new Map(
    (all.data?.workers ?? []).flatMap(({ teams }) => teams.map(({ id, name }) => [id, name])),
  );
  const { workers, fairness } = board.data;
  return (
    <Stack gap="md">
      <Group align="flex-end" justify="space-between" gap="sm">
        <Select
          label={t("caseload.team")}
          value={team ?? ""}
          onChange={(id) =>
            void navigate({
              search: { ...(id ? { team: id } : {}), ...(proposal ? { proposal } : {}) },
              replace: true,
            })
          }
          data={[
            { value: "", label: t("caseload.every_team") },
            ...[...names].map(([value, label]) => ({ value, label })),
          ]}
          allowDeselect={false}
          searchable
          w={280}
          maw="100%"
        />
        <div>
          <Text fw={600} role="status">
            {t("caseload.workers", { count: workers.length })} ·{" "}
            {typeof fairness === "number"
              ? t("caseload.fairness", { value: fairness.toFixed(2) })
              : t("caseload.not_shared")}
          </Text>
          <Text size="sm" c="dimmed">
            {t("caseload.fairness_text")}
          </Text>
        </div>
        {!proposal && (
          <ActionButton
            can={board.data.can}
            operation="caseload_move_propose"
            variant="default"
            leftSection={<IconListCheck size={17} aria-hidden />}
            onClick={() => void navigate({ search: { ...(team ? { team } : {}), proposal: true } })}
          >
            {t("proposal.propose")}
          </ActionButton>
        )}
      </Group>
      {proposal ? (
        <Suspense fallback={<Waiting lines={5} height={72} />}>
          <Proposal
            key={team}
            team={team}
            workers={workers}
            can={board.data.can}
            onClose={() => void navigate({ search: team ? { team } : {} })}
          />
        </Suspense>
      ) : workers.length === 0 ? (
        <EmptyState
          icon={<IconScale size={36} stroke={1.5} aria-hidden />}
          title={t("caseload.none")}
          text={t("caseload.none_text")}
        />
      ) : (
        <Workers key={team} board={board.data} />
      )}
      <LockList />
      <MoveList />
      <TeamStrain />
    </Stack>
  );
}

/** The most loaded first; only rows in view are in the page. */
function Workers({ board }: { board: CaseloadBoard }) {
  const { t } = useTranslation();
  const [selection, select] = useState<Selection>(nothing);
  const [open, setOpen] = useState<string | null>(null);
  const [moving, move] = useState<{ what: Selection; to: string | null } | null>(null);
  const drag = useRef<Selection>(nothing);
  const workers = board.workers.toSorted(byLoad);
  const pick = (one: CaseloadCase) => select((before) => toggled(before, one));
  const whole = ({ staff }: CaseloadWorker) =>
    select((before) => (before.whole?.id === staff.id ? nothing : { ...nothing, whole: staff }));
  return (
    <>
      <Text size="sm" c="dimmed" visibleFrom="md">
        {t("caseload.drag")}
      </Text>
      <Virtual
        items={workers.map((worker) => ({
          id: worker.staff.id,
          name: worker.staff.name,
          element: (
            <WorkerRow
              worker={worker}
              selection={selection}
              open={open === worker.staff.id}
              onOpen={() => setOpen(open === worker.staff.id ? null : worker.staff.id)}
              onPick={pick}
              onWhole={() => whole(worker)}
              onDrag={(one) => {
                drag.current = one ? dragged(selection, one) : { ...nothing, whole: worker.staff };
              }}
              onDrop={() => {
                const what = drag.current;
                drag.current = nothing;
                if (!isEmpty(what) && what.whole?.id !== worker.staff.id) move({ what, to: worker.staff.id });
              }}
            />
          ),
        }))}
      />
      {!isEmpty(selection) && (
        <div className={classes.picked} role="region" aria-label={t("caseload.move_title")}>
          <Text fw={600} role="status">
            {selection.whole
              ? t("caseload.selected_whole", { name: selection.whole.name })
              : t("caseload.selected", { count: selection.cases.size })}
          </Text>
          <Group gap="sm">
            <Button variant="default" onClick={() => select(nothing)}>
              {t("caseload.clear")}
            </Button>
            <ActionButton
              can={board.can}
              operation="caseload_move_create"
              leftSection={<IconArrowsExchange size={17} aria-hidden />}
              onClick={() => move({ what: selection, to: null })}
            >
              {t("caseload.move")}
            </ActionButton>
          </Group>
        </div>
      )}
      <Suspense>
        {moving && (
          <MoveDialog
            selection={moving.what}
            first={moving.to}
            onMoved={() => select(nothing)}
            onClose={() => move(null)}
          />
        )}
      </Suspense>
    </>
  );
}

function byLoad(a: CaseloadWorker, b: CaseloadWorker) {
  const load = ({ load: { utilisation } }: CaseloadWorker) => utilisation ?? Infinity;
  return load(b) - load(a) || a.staff.name.localeCompare(b.staff.name);
}

interface VirtualProps {
  items: { id: string; name: string; element: ReactNode }[];
}

/** A list of which only what is in view is in the page. */
function Virtual({ items }: VirtualProps) {
  const { t } = useTranslation();
  const narrow = useMediaQuery("(max-width: 62em)");
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin(body.current?.offsetTop ?? 0), [items.length]);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => (narrow ? 220 : 92),
    overscan: 6,
    scrollMargin: margin,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  return (
    <div className="surface">
      <div
        ref={body}
        role="list"
        aria-label={t("caseload.title")}
        style={{ height: virtual.getTotalSize(), position: "relative" }}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            role="listitem"
            aria-label={items[index]?.name}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            data-index={index}
            ref={virtual.measureElement}
            style={{
              position: "absolute",
              insetInline: 0,
              top: 0,
              transform: `translateY(${start - margin}px)`,
            }}
          >
            {items[index]?.element}
          </div>
        ))}
      </div>
    </div>
  );
}
