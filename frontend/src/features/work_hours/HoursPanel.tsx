import { Button, Group, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import type { WorkerHours, WorkMinutes } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { formatDate } from "@/lib/dates";
import { saveAnswer } from "@/lib/file";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { clock } from "./hours";

const types = ["regular", "evening", "weekend", "on_call", "called_out"] as const;

interface Days {
  from?: string;
  to?: string;
}

interface HoursPanelProps extends Days {
  team: string | undefined;
  onTeam: (team: string | null) => void;
  onDays: (days: { from?: string | undefined; to?: string | undefined }) => void;
}

/** Hours by type: one's own day by day, and those of colleagues whom one leads; all of them as a file. */
export function HoursPanel({ team, from, to, onTeam, onDays }: HoursPanelProps) {
  const { t } = useTranslation();
  const me = useMe();
  const leads = useCapability()("caseload_move");
  const days: Days = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const own = useCall(
    "work_hours_get",
    { path: { id: me.id }, query: days },
    { placeholderData: (before) => before },
  );
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("work_hours.text")}</Text>
      <Group gap="sm" align="flex-end">
        <TextInput
          type="date"
          label={t("measure.from")}
          value={from ?? own.data?.from ?? ""}
          onChange={(event) => onDays({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={t("measure.to")}
          value={to ?? own.data?.to ?? ""}
          onChange={(event) => onDays({ to: event.currentTarget.value || undefined })}
        />
        <Export query={{ ...days, ...(leads && team ? { team_id: team } : {}) }} />
      </Group>
      {own.error && <ProblemNotice error={own.error} />}
      {!own.data && !own.error && <Waiting lines={4} />}
      {own.data && !own.error && (
        <Section title={t("work_hours.mine")}>
          {own.data.days.length === 0 ? (
            <Text c="dimmed">{t("work_hours.none")}</Text>
          ) : (
            <HoursTable label={t("work_hours.mine")} first={t("work_hours.day")}>
              {own.data.days.map(({ on, minutes }) => (
                <HoursRow key={on} title={formatDate(on)} minutes={minutes} />
              ))}
              <HoursRow title={t("work_hours.all")} minutes={own.data.worker.minutes} strong />
            </HoursTable>
          )}
          <Zone worker={own.data.worker} />
        </Section>
      )}
      {leads && !own.error && <Team team={team} days={days} onTeam={onTeam} />}
    </Stack>
  );
}

/** In which zone the days are, and whether overtime is owed. */
function Zone({ worker }: { worker: WorkerHours }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed" mt="xs">
      {t("work_hours.zone", { zone: worker.time_zone })} {t(`work_hours.status.${status(worker)}`)}
    </Text>
  );
}

const status = ({ exempt }: WorkerHours) => (exempt == null ? "unknown" : exempt ? "exempt" : "non_exempt");

interface TeamProps {
  team: string | undefined;
  days: Days;
  onTeam: (team: string | null) => void;
}

/** Colleagues whom one leads, by name. */
function Team({ team, days, onTeam }: TeamProps) {
  const { t } = useTranslation();
  const teams = useCall("team_list", {});
  const query = { ...days, ...(team ? { team_id: team } : {}) };
  const workers = usePages("work_hours_list", { query });
  return (
    <Section
      title={t("work_hours.team")}
      actions={
        <Select
          aria-label={t("caseload.team")}
          value={team ?? ""}
          onChange={(id) => onTeam(id || null)}
          data={[
            { value: "", label: t("caseload.every_team") },
            ...(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          allowDeselect={false}
          searchable
          w={280}
          maw="100%"
        />
      }
    >
      {workers.error && <ProblemNotice error={workers.error} />}
      {workers.isPending && <Waiting />}
      {workers.data && workers.items.length === 0 && <Text c="dimmed">{t("work_hours.nobody")}</Text>}
      {workers.items.length > 0 && (
        <HoursTable label={t("work_hours.team")} first={t("turnaround.worker")}>
          {workers.items.map((worker) => (
            <HoursRow
              key={worker.staff.id}
              title={worker.staff.name}
              detail={`${t(`work_hours.short.${status(worker)}`)} · ${worker.time_zone}`}
              minutes={worker.minutes}
            />
          ))}
        </HoursTable>
      )}
      <More {...workers} />
    </Section>
  );
}

interface HoursTableProps {
  label: string;
  first: string;
  children: ReactNode;
}

function HoursTable({ label, first, children }: HoursTableProps) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table aria-label={label} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{first}</Table.Th>
            {types.map((type) => (
              <Table.Th key={type} ta="end">
                {t(`work_hours.types.${type}`)}
              </Table.Th>
            ))}
            <Table.Th ta="end">{t("work_hours.overtime")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface HoursRowProps {
  title: string;
  detail?: string;
  minutes: WorkMinutes;
  strong?: true;
}

function HoursRow({ title, detail, minutes, strong }: HoursRowProps) {
  const { t } = useTranslation();
  return (
    <Table.Tr fw={strong && 600}>
      <Table.Th scope="row" fw={strong ? 600 : 400}>
        {title}
        {detail && (
          <Text size="sm" c="dimmed">
            {detail}
          </Text>
        )}
      </Table.Th>
      {types.map((type) => (
        <Table.Td key={type} ta="end">
          {clock(minutes[type])}
        </Table.Td>
      ))}
      <Table.Td ta="end">
        {minutes.overtime == null ? t("work_hours.not_counted") : clock(minutes.overtime)}
      </Table.Td>
    </Table.Tr>
  );
}

/** All that is shown as a file, a line for each colleague and day. */
function Export({ query }: { query: Record<string, string> }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const take = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await saveAnswer(`/api/v1/work-hours/export?${new URLSearchParams(query)}`, "work-hours.csv");
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => void take()}
      >
        {t("work_hours.export")}
      </Button>
      {error && <ProblemNotice error={error} />}
    </Stack>
  );
}
