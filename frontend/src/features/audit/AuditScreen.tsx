import { Badge, Group, Select, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { IconShieldSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { AuditSearch } from "@/app/search";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";

const route = getRouteApi("/audit");
const outcomes = ["allowed", "denied"] as const;

/** Days of the URL as the moments at which they begin and end for the reader. */
const toQuery = ({ actor, from, to, ...rest }: AuditSearch) => ({
  ...rest,
  ...(actor ? { actor_id: actor } : {}),
  ...(from ? { from: new Date(`${from}T00:00`).toISOString() } : {}),
  ...(to ? { to: new Date(`${to}T23:59:59`).toISOString() } : {}),
});

/** Who did what and when, denials included. */
export function AuditScreen() {
  const { t } = useTranslation();
  const words = useWords();
  useTitle(t("nav.audit"));
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: AuditSearch) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const filterOperation = useDebouncedCallback(
    (operation: string) => filter({ operation: operation.trim() || undefined }),
    300,
  );
  const log = usePages("audit_list", { query: toQuery(search) });
  return (
    <Stack gap="md">
      <Title order={1}>{t("nav.audit")}</Title>
      <Group gap="sm" align="flex-end">
        <StaffSelect
          label={t("audit.who")}
          value={search.actor ?? null}
          onChange={(actor) => filter({ actor: actor ?? undefined })}
          clearable
        />
        <TextInput
          label={t("audit.operation")}
          placeholder="person_overview"
          defaultValue={search.operation ?? ""}
          onChange={(event) => filterOperation(event.currentTarget.value)}
        />
        <Select
          label={t("audit.outcome")}
          value={search.outcome ?? ""}
          onChange={(outcome) => filter({ outcome: outcome || undefined })}
          data={[
            { value: "", label: t("today.band.all") },
            ...outcomes.map((code) => ({ value: code, label: words(code) })),
          ]}
        />
        <TextInput
          type="date"
          label={t("measure.from")}
          value={search.from ?? ""}
          onChange={(event) => filter({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={t("measure.to")}
          value={search.to ?? ""}
          onChange={(event) => filter({ to: event.currentTarget.value || undefined })}
        />
      </Group>
      {log.error && <ProblemNotice error={log.error} />}
      {log.isPending && <Waiting />}
      {log.data && log.items.length === 0 && (
        <EmptyState
          icon={<IconShieldSearch size={36} stroke={1.5} aria-hidden />}
          title={t("audit.none")}
          text={t("audit.none_text")}
        />
      )}
      {log.items.length > 0 && (
        <div className="surface">
          <Table.ScrollContainer minWidth={680}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("audit.when")}</Table.Th>
                  <Table.Th>{t("audit.who")}</Table.Th>
                  <Table.Th>{t("audit.what")}</Table.Th>
                  <Table.Th>{t("audit.outcome")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {log.items.map((entry) => (
                  <Table.Tr key={entry.id}>
                    <Table.Td>{formatInstant(entry.at)}</Table.Td>
                    <Table.Td>
                      {entry.actor?.name ?? t("audit.nobody")}
                      <Text size="xs" c="dimmed">
                        {entry.role && words(entry.role)}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      {words(entry.operation)}
                      {entry.reason && (
                        <Text size="xs" c="dimmed">
                          {entry.reason}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Badge variant="light" color={entry.outcome === "denied" ? "red" : "gray"}>
                        {words(entry.outcome)}
                      </Badge>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <More {...log} />
        </div>
      )}
    </Stack>
  );
}
