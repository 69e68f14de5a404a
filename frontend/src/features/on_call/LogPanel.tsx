import { Badge, Group, Select, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconMoonStars } from "@tabler/icons-react";
import dayjs from "dayjs";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { OnCallShift } from "@/api/types";
import { formatInstant, isPast } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { EventRow } from "./EventRow";
import { TeamSelect } from "./TeamSelect";

const EventDialog = lazy(() => import("./EventDialog").then((m) => ({ default: m.EventDialog })));

const DAYS_BACK = 28;

interface LogPanelProps {
  team: string | undefined;
  onTeam: (team: string | null) => void;
}

/** What happened in a shift: the one that runs, or an earlier one. */
export function LogPanel({ team, onTeam }: LogPanelProps) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<string | null>(null);
  const own = useCall("on_call_list", {});
  const mine =
    own.data?.items.find((one) => one.mine && one.shift.can.includes("on_call_event_create")) ??
    own.data?.items.find((one) => one.write_up);
  const wanted = team ?? mine?.team.id;
  const from = dayjs().subtract(DAYS_BACK, "day").format("YYYY-MM-DD");
  const roster = useCall(
    "on_call_shift_list",
    { query: { team_id: wanted, from, days: DAYS_BACK + 1 } },
    { enabled: !own.isPending },
  );
  const begun = (roster.data?.items ?? []).filter(({ starts_at }) => isPast(starts_at)).toReversed();
  // In the hours after a shift it is that one which is written up, not the next one that has begun.
  const first = begun.find(({ can }) => can.includes("on_call_event_create")) ?? begun[0];
  const shown = begun.find(({ id }) => id === chosen) ?? first;
  const zone = roster.data?.time_zone;
  const label = ({ staff, starts_at, ends_at }: OnCallShift) =>
    `${t("on_call.span", { from: formatInstant(starts_at, zone), to: formatInstant(ends_at, zone) })} · ${staff.name}`;
  return (
    <Stack gap="md">
      <Group align="flex-end">
        <TeamSelect
          value={wanted ?? roster.data?.team?.id}
          onChange={(next) => {
            choose(null);
            onTeam(next);
          }}
        />
        {begun.length > 0 && (
          <Select
            label={t("on_call.shift")}
            value={shown?.id ?? null}
            onChange={choose}
            data={begun.map((one) => ({ value: one.id, label: label(one) }))}
            allowDeselect={false}
            flex={1}
            maw={520}
          />
        )}
      </Group>
      {roster.error && !roster.data && <ProblemNotice error={roster.error} />}
      {roster.isPending && <Waiting lines={3} height={80} />}
      {roster.data && !shown && (
        <EmptyState
          icon={<IconMoonStars size={34} stroke={1.5} aria-hidden />}
          title={t("on_call.log_none")}
          text={t("on_call.log_none_text")}
        />
      )}
      {shown && <Log key={shown.id} shift={shown} zone={zone ?? "UTC"} />}
    </Stack>
  );
}

function Log({ shift, zone }: { shift: OnCallShift; zone: string }) {
  const { t } = useTranslation();
  const [writing, write] = useState(false);
  const { data, error } = useCall("on_call_event_list", { path: { id: shift.id } });
  return (
    <Section
      title={t("on_call.tabs.log")}
      actions={
        <ActionButton can={shift.can} operation="on_call_event_create" onClick={() => write(true)}>
          {t("on_call.write")}
        </ActionButton>
      }
    >
      <Stack gap="sm">
        {error && !data && <ProblemNotice error={error} />}
        {!data && !error && <Waiting lines={3} height={60} />}
        {data?.items.length === 0 && (
          <EmptyState
            icon={<IconMoonStars size={34} stroke={1.5} aria-hidden />}
            title={t("on_call.log_none")}
            text={t("on_call.log_none_text")}
          />
        )}
        {data && data.items.length > 0 && (
          <Rows label={t("on_call.tabs.log")}>
            {data.items.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                zone={zone}
                title={
                  event.person ? (
                    <Link
                      to="/people/$personId"
                      params={{ personId: event.person.id }}
                      search={event.case_id ? { case: event.case_id } : {}}
                    >
                      {event.person.name}
                    </Link>
                  ) : (
                    event.caller
                  )
                }
                end={
                  event.hand_back_at ? (
                    <Badge variant="light" color="gray" tt="none">
                      {t("on_call.goes_back", { when: formatInstant(event.hand_back_at, zone) })}
                    </Badge>
                  ) : (
                    event.hand_back_id && (
                      <Text size="sm" c="dimmed">
                        {t("on_call.went_back")}
                      </Text>
                    )
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Stack>
      <Suspense>{writing && <EventDialog shift={shift} zone={zone} onClose={() => write(false)} />}</Suspense>
    </Section>
  );
}
