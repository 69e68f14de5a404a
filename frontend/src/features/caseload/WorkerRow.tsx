import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseloadCase, CaseloadWorker } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import classes from "./Caseload.module.css";
import { CaseRows } from "./CaseRows";
import { LoadBar } from "./LoadBar";
import { Parts } from "./Parts";
import type { Selection } from "./selection";

const CapacityDialog = lazy(() => import("./CapacityDialog").then((m) => ({ default: m.CapacityDialog })));

interface WorkerRowProps {
  worker: CaseloadWorker;
  selection: Selection;
  open: boolean;
  onOpen: () => void;
  onPick: (one: CaseloadCase) => void;
  onWhole: () => void;
  /** Something is dragged: a case, or the whole caseload. */
  onDrag: (one: CaseloadCase | null) => void;
  onDrop: () => void;
}

/** A colleague on the board: load in words and as a bar, what needs a look, and their cases on demand. */
export function WorkerRow({
  worker,
  selection,
  open,
  onOpen,
  onPick,
  onWhole,
  onDrag,
  onDrop,
}: WorkerRowProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const { staff, load } = worker;
  const whole = selection.whole?.id === staff.id;
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <div
      className={classes.item}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
    >
      <div
        className={classes.worker}
        draggable
        onDragStart={(event) => {
          if (event.target !== event.currentTarget) return;
          event.dataTransfer.setData("text/plain", "");
          onDrag(null);
        }}
      >
        <div>
          <Text fw={600}>{staff.name}</Text>
          <Text size="sm" c="dimmed">
            {[worker.title, ...worker.teams.map(({ name }) => name)].join(" · ")}
          </Text>
          {worker.away_until && (
            <Text size="sm">
              {worker.cover
                ? t("caseload.away_cover", { day: formatDate(worker.away_until), name: worker.cover.name })
                : t("caseload.away", { day: formatDate(worker.away_until) })}
            </Text>
          )}
        </div>
        <LoadBar load={load} />
        <Signs worker={worker} />
        <Button
          variant="default"
          size="compact-md"
          mih={44}
          leftSection={<Icon size={17} aria-hidden />}
          aria-expanded={open}
          aria-label={
            open ? t("caseload.hide", { name: staff.name }) : t("caseload.show", { name: staff.name })
          }
          onClick={onOpen}
        >
          {t("caseload.cases", { count: worker.owned })}
        </Button>
      </div>
      {open && (
        <Stack gap="sm" className={classes.cases}>
          <Checkbox
            checked={whole}
            onChange={onWhole}
            disabled={worker.owned === 0}
            label={t("caseload.select_all", { name: staff.name })}
          />
          <CaseRows
            staffId={staff.id}
            picked={(one) => whole || selection.cases.has(one.id)}
            onPick={onPick}
            onDrag={onDrag}
          />
          <Detail worker={worker} />
        </Stack>
      )}
    </div>
  );
}

/** Counts that ask for a look, in words. */
function Signs({ worker }: { worker: CaseloadWorker }) {
  const { t } = useTranslation();
  const { load, overdue, overdue_before, language_gaps, credential_gaps } = worker;
  const growth = overdue - overdue_before;
  const change =
    growth > 0
      ? t("caseload.grew", { count: growth })
      : growth < 0
        ? t("caseload.shrank", { count: -growth })
        : t("caseload.steady");
  const lines = [
    `${t("caseload.hard", { count: load.hard })} · ${t("caseload.points", { value: load.points })}`,
    ...(load.covered > 0 ? [t("caseload.covered", { count: load.covered })] : []),
    ...(overdue + overdue_before > 0 ? [`${t("caseload.overdue", { count: overdue })}, ${change}`] : []),
  ];
  const gaps = [
    ...(language_gaps > 0 ? [t("caseload.language_gaps", { count: language_gaps })] : []),
    ...(credential_gaps > 0 ? [t("caseload.credential_gaps", { count: credential_gaps })] : []),
  ];
  return (
    <div>
      {lines.map((line) => (
        <Text key={line} size="sm" fw={growth > 0 && line.endsWith(change) ? 600 : 400}>
          {line}
        </Text>
      ))}
      {gaps.map((gap) => (
        <Text key={gap} size="sm" c="red">
          {gap}
        </Text>
      ))}
    </div>
  );
}

/** The parts of the load, and the hours it is held against. */
function Detail({ worker }: { worker: CaseloadWorker }) {
  const { t } = useTranslation();
  const [setting, set] = useState(false);
  const { data, error } = useCall("caseload_get", { path: { id: worker.staff.id } });
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Waiting lines={2} />;
  return (
    <Stack gap="xs" component="section" aria-label={t("caseload.why")}>
      <Group gap="md">
        <Text size="sm">
          {typeof data.weekly_hours === "number"
            ? t("caseload.hours", { hours: data.weekly_hours })
            : t("caseload.hours_unknown")}
        </Text>
        {data.on_call_hours > 0 && (
          <Text size="sm">{t("caseload.on_call_hours", { hours: Math.round(data.on_call_hours) })}</Text>
        )}
        {data.can.includes("capacity_set") && (
          <ActionButton
            can={data.can}
            operation="capacity_set"
            variant="default"
            size="compact-md"
            aria-label={t("caseload.set_hours_of", { name: worker.staff.name })}
            onClick={() => set(true)}
          >
            {t("caseload.set_hours")}
          </ActionButton>
        )}
        <Link to="/performance" search={{ staff: worker.staff.id }}>
          {t("performance.open_of", { name: worker.staff.name })}
        </Link>
      </Group>
      <Parts programs={data.programs} />
      <Suspense>{setting && <CapacityDialog staff={worker.staff} onClose={() => set(false)} />}</Suspense>
    </Stack>
  );
}
