import { Alert, Badge, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconPhoneCall } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { OnCallRoster, OnCallShift } from "@/api/types";
import { formatInstant, isPast } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { TeamSelect } from "./TeamSelect";

const ShiftDialog = lazy(() => import("./ShiftDialog").then((m) => ({ default: m.ShiftDialog })));
const RotationDialog = lazy(() => import("./RotationDialog").then((m) => ({ default: m.RotationDialog })));
const AssignShiftDialog = lazy(() => import("./ChangeShift").then((m) => ({ default: m.AssignShiftDialog })));
const CancelShiftDialog = lazy(() => import("./ChangeShift").then((m) => ({ default: m.CancelShiftDialog })));
const SwapShiftDialog = lazy(() => import("./ChangeShift").then((m) => ({ default: m.SwapShiftDialog })));

const GAPS_SHOWN = 4;

/** As far as shifts are planned. */
const DAYS_AHEAD = 400;

interface RosterPanelProps {
  team: string | undefined;
  onTeam: (team: string | null) => void;
}

/** Who is on call now everywhere, and the shifts of one team with the hours that nobody has. */
export function RosterPanel({ team, onTeam }: RosterPanelProps) {
  const { t } = useTranslation();
  const [all, showAll] = useState(false);
  const roster = useCall("on_call_shift_list", {
    query: { team_id: team, ...(all && { days: DAYS_AHEAD }) },
  });
  return (
    <Stack gap="md">
      <Now />
      <TeamSelect value={team ?? roster.data?.team?.id} onChange={onTeam} />
      {roster.error && !roster.data && <ProblemNotice error={roster.error} />}
      {roster.isPending && <Waiting lines={4} height={60} />}
      {roster.data && !roster.data.team && (
        <EmptyState title={t("on_call.no_team")} text={t("on_call.no_team_text")} />
      )}
      {roster.data?.team && (
        <Shifts roster={roster.data} team={roster.data.team} onAll={all ? undefined : () => showAll(true)} />
      )}
    </Stack>
  );
}

function Now() {
  const { t } = useTranslation();
  const { data, error } = useCall("on_call_list", {});
  return (
    <Section title={t("on_call.now")}>
      {error && !data && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={2} height={48} />}
      {data?.items.length === 0 && (
        <EmptyState
          icon={<IconPhoneCall size={34} stroke={1.5} aria-hidden />}
          title={t("on_call.now_none")}
          text={t("on_call.now_none_text")}
        />
      )}
      {data && data.items.length > 0 && (
        <Rows label={t("on_call.now")}>
          {data.items.map(({ team, program, shift, answers, mine, time_zone: zone }) => (
            <Row
              key={team.id}
              title={
                <Group gap="xs">
                  {team.name}
                  <Standing shift={shift} zone={zone} />
                  {shift.on_duty && answers?.id !== shift.staff.id && (
                    <Badge variant="light" color={answers ? "yellow" : "red"} tt="none">
                      {answers ? t("on_call.answers", { name: answers.name }) : t("on_call.nobody_answers")}
                    </Badge>
                  )}
                  {mine && (
                    <Badge variant="light" tt="none">
                      {t("on_call.you")}
                    </Badge>
                  )}
                </Group>
              }
              detail={[
                shift.staff.name,
                shift.backup && t("on_call.backup", { name: shift.backup.name }),
                t("on_call.until", { when: formatInstant(shift.ends_at, zone) }),
                program.name,
              ]
                .filter(Boolean)
                .join(" · ")}
            />
          ))}
        </Rows>
      )}
    </Section>
  );
}

function Standing({ shift, zone }: { shift: OnCallShift; zone: string }) {
  const { t } = useTranslation();
  if (shift.on_duty) {
    return (
      <Badge variant="light" color="teal" tt="none">
        {t("on_call.on_duty")}
      </Badge>
    );
  }
  const runs = isPast(shift.starts_at);
  return (
    <Badge variant="light" color="gray" tt="none">
      {runs ? t("on_call.by_day") : t("on_call.next", { when: formatInstant(shift.starts_at, zone) })}
    </Badge>
  );
}

type Asked = { what: "plan" | "rotate" } | { what: "assign" | "swap" | "cancel"; shift: OnCallShift } | null;

interface ShiftsProps {
  roster: OnCallRoster;
  team: { id: string; name: string };
  /** Shows the weeks after the next six too; nothing when they are shown. */
  onAll: (() => void) | undefined;
}

function Shifts({ roster, team, onAll }: ShiftsProps) {
  const { t } = useTranslation();
  const [asked, ask] = useState<Asked>(null);
  const close = () => ask(null);
  const { items, can, time_zone: zone } = roster;
  // Of a year ahead, what comes after the last shift is no gap: it is not planned yet.
  const gaps = onAll
    ? roster.gaps
    : roster.gaps.filter(({ starts_at }) => starts_at !== items.at(-1)?.ends_at);
  return (
    <Section
      title={t("on_call.shifts", { team: team.name })}
      actions={
        <>
          <ActionButton
            can={can}
            operation="on_call_shift_create"
            variant="default"
            onClick={() => ask({ what: "plan" })}
          >
            {t("on_call.plan")}
          </ActionButton>
          <ActionButton can={can} operation="on_call_rotation_create" onClick={() => ask({ what: "rotate" })}>
            {t("on_call.rotate")}
          </ActionButton>
        </>
      }
    >
      <Stack gap="md">
        {items.length > 0 && gaps.length > 0 && <Gaps gaps={gaps} zone={zone} />}
        {items.length === 0 && (
          <EmptyState title={t("on_call.shifts_none")} text={t("on_call.shifts_none_text")} />
        )}
        <Rows label={t("on_call.shifts", { team: team.name })}>
          {items.map((shift) => (
            <ShiftRow
              key={shift.id}
              shift={shift}
              zone={zone}
              alone={items.length < 2}
              onAsk={(what) => ask({ what, shift })}
            />
          ))}
        </Rows>
        {onAll && (
          <Button variant="default" onClick={onAll} style={{ alignSelf: "flex-start" }}>
            {t("on_call.later")}
          </Button>
        )}
      </Stack>
      <Suspense>
        {asked?.what === "plan" && <ShiftDialog team={team} zone={zone} onClose={close} />}
        {asked?.what === "rotate" && <RotationDialog team={team} zone={zone} onClose={close} />}
        {asked?.what === "cancel" && <CancelShiftDialog shift={asked.shift} zone={zone} onClose={close} />}
        {asked?.what === "assign" && <AssignShiftDialog shift={asked.shift} zone={zone} onClose={close} />}
        {asked?.what === "swap" && (
          <SwapShiftDialog shift={asked.shift} others={items} zone={zone} onClose={close} />
        )}
      </Suspense>
    </Section>
  );
}

function Gaps({ gaps, zone }: { gaps: OnCallRoster["gaps"]; zone: string }) {
  const { t } = useTranslation();
  const rest = gaps.length - GAPS_SHOWN;
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("on_call.gaps")}
      role="region"
      aria-label={t("on_call.gaps")}
    >
      <List size="sm">
        {gaps.slice(0, GAPS_SHOWN).map(({ starts_at, ends_at }) => (
          <List.Item key={starts_at}>
            {t("on_call.span", { from: formatInstant(starts_at, zone), to: formatInstant(ends_at, zone) })}
          </List.Item>
        ))}
      </List>
      {rest > 0 && <Text size="sm">{t("on_call.gaps_more", { count: rest })}</Text>}
    </Alert>
  );
}

interface ShiftRowProps {
  shift: OnCallShift;
  zone: string;
  /** True when there is no other shift to swap with. */
  alone: boolean;
  onAsk: (what: "assign" | "swap" | "cancel") => void;
}

function ShiftRow({ shift, zone, alone, onAsk }: ShiftRowProps) {
  const { t } = useTranslation();
  const { can, staff, backup, hours } = shift;
  const when = formatInstant(shift.starts_at, zone);
  const detail = [
    t("on_call.span", { from: when, to: formatInstant(shift.ends_at, zone) }),
    backup && t("on_call.backup", { name: backup.name }),
    t(`on_call.hours.${hours}`),
  ];
  const changes = can.includes("on_call_shift_assign");
  return (
    <Row
      title={
        <Group gap="xs">
          {staff.name}
          {shift.on_duty && <Standing shift={shift} zone={zone} />}
        </Group>
      }
      detail={detail.filter(Boolean).join(" · ")}
      actions={
        changes && (
          <>
            <ActionButton
              can={can}
              operation="on_call_shift_assign"
              variant="default"
              size="compact-md"
              aria-label={t("on_call.assign_of", { when })}
              onClick={() => onAsk("assign")}
            >
              {t("on_call.assign")}
            </ActionButton>
            {!alone && can.includes("on_call_shift_swap") && (
              <ActionButton
                can={can}
                operation="on_call_shift_swap"
                variant="default"
                size="compact-md"
                aria-label={t("on_call.swap_of", { when })}
                onClick={() => onAsk("swap")}
              >
                {t("on_call.swap")}
              </ActionButton>
            )}
            <ActionButton
              can={can}
              operation="on_call_shift_cancel"
              variant="default"
              size="compact-md"
              aria-label={t("on_call.cancel_of", { when })}
              onClick={() => onAsk("cancel")}
            >
              {t("on_call.cancel")}
            </ActionButton>
          </>
        )
      }
    />
  );
}
