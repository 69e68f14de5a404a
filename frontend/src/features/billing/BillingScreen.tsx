import { Button, Group, SegmentedControl, Select, Stack, Table, Text, Title } from "@mantine/core";
import { IconClockDollar, IconDownload } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useCall, usePages } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { saveTable } from "@/lib/file";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { MonthSwitch } from "./MonthSwitch";
import { runningMonth, useLineWords, useMinutes } from "./words";

const route = getRouteApi("/billing");
type Item = Schemas["BillingMonthItem"];

/** The months of cases: the time so far, the codes, and what is missing to the next one. */
export function BillingScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.billing"));
  const { month = runningMonth(), scope = "mine", program } = route.useSearch();
  const navigate = route.useNavigate();
  const programs = useCall("program_list", {});
  const query = { month, scope, ...(program && { program_id: program }) };
  const pages = usePages("billing_month_list", { query });
  const go = (change: { month?: string; scope?: "mine" | "team"; program?: string | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  return (
    <Stack gap="md" maw={1080}>
      <Title order={1}>{t("billing.title")}</Title>
      <Text c="dimmed">{t("billing.text")}</Text>
      <Group gap="sm">
        <MonthSwitch month={month} onChange={(next) => go({ month: next })} />
        <SegmentedControl
          aria-label={t("today.filter_scope")}
          value={scope}
          onChange={(next) => go({ scope: next === "team" ? "team" : "mine" })}
          data={[
            { value: "mine", label: t("today.mine") },
            { value: "team", label: t("today.team") },
          ]}
        />
        <Select
          aria-label={t("billing.program")}
          placeholder={t("billing.every_program")}
          value={program ?? null}
          onChange={(next) => go({ program: next ?? undefined })}
          data={(programs.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
        <Export month={month} program={program} />
      </Group>
      {pages.error && <ProblemNotice error={pages.error} />}
      {pages.isPending && <Waiting lines={4} />}
      {pages.data && pages.items.length === 0 && (
        <EmptyState
          icon={<IconClockDollar size={36} stroke={1.5} aria-hidden />}
          title={t("billing.none")}
          text={t(program ? "billing.none_filtered" : "billing.none_text")}
        />
      )}
      {pages.items.length > 0 && <Months items={pages.items} month={month} />}
      <More {...pages} />
    </Stack>
  );
}

function Months({ items, month }: { items: Item[]; month: string }) {
  const { t } = useTranslation();
  return (
    <div className="surface">
      <Table.ScrollContainer minWidth={300}>
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("billing.person")}</Table.Th>
              <Table.Th>{t("billing.time")}</Table.Th>
              <Table.Th visibleFrom="sm">{t("billing.codes")}</Table.Th>
              <Table.Th visibleFrom="sm">{t("billing.next")}</Table.Th>
              <Table.Th visibleFrom="md">{t("billing.checks_title")}</Table.Th>
              <Table.Th visibleFrom="md">{t("billing.owner")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <MonthRow key={item.id} item={item} month={month} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

function MonthRow({ item, month }: { item: Item; month: string }) {
  const { t } = useTranslation();
  const minutes = useMinutes();
  const words = useLineWords();
  const codes = item.lines.map(words).join("; ") || t("billing.no_codes");
  const next = item.next
    ? t("billing.missing", { time: minutes(item.next.seconds), code: item.next.code })
    : t(item.consented ? "billing.no_next" : "billing.no_consent");
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/cases/$caseId/billing" params={{ caseId: item.id }} search={{ month }}>
          {item.person.name}
        </Link>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {codes}
        </Text>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {next}
        </Text>
      </Table.Td>
      <Table.Td>
        {minutes(item.counted_seconds)}
        {item.recorded_seconds !== item.counted_seconds && (
          <Text size="xs" c="dimmed">
            {t("billing.recorded")}: {minutes(item.recorded_seconds)}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">{codes}</Table.Td>
      <Table.Td visibleFrom="sm">{next}</Table.Td>
      <Table.Td visibleFrom="md">
        {item.findings > 0 ? (
          <Text size="sm" fw={600} c="var(--tend-overdue)">
            {t("billing.checks", { count: item.findings })}
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {t("billing.no_checks")}
          </Text>
        )}
        {item.undocumented.length > 0 && (
          <Text size="sm" fw={600} c="var(--tend-overdue)">
            {t("billing.undocumented_codes", { codes: item.undocumented.join(", ") })}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">{item.owner.name}</Table.Td>
    </Table.Tr>
  );
}

function Export({ month, program }: { month: string; program: string | undefined }) {
  const { t } = useTranslation();
  const may = useCapability()("billing_export");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!may) return null;
  const take = async () => {
    setBusy(true);
    setError(null);
    try {
      const query = { month, ...(program && { program_id: program }) };
      const { csv, file_name, cases, cut } = await call("billing_month_export", { query });
      saveTable(file_name, csv);
      showDone(
        cut
          ? t("billing.export_cut", { count: cases })
          : t("billing.exported", { count: cases, file: file_name }),
      );
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={busy}
        onClick={() => void take()}
      >
        {t("billing.export")}
      </Button>
      {error ? <ProblemNotice error={error} /> : null}
    </>
  );
}
