import { NumberInput, Stack, Table, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";

type Metrics = Schemas["AuthorizationMetrics"];
type Group = Schemas["MetricsGroup"];

const route = getRouteApi("/authorizations/metrics");
const shares = ["approved", "denied", "approved_on_appeal", "approved_after_extension"] as const;

/** What a payer publishes each year about its decisions: counts, nobody is shown. */
export function MetricsScreen() {
  const { t } = useTranslation();
  useTitle(t("authorization.metrics.title"));
  const { year } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error } = useCall("authorization_metrics", { query: year ? { year } : {} });
  return (
    <Stack gap="md" maw={900}>
      <Link to="/authorizations">{t("nav.authorizations")}</Link>
      <Title order={1}>{t("authorization.metrics.title")}</Title>
      <Text c="dimmed">{t("authorization.metrics.text")}</Text>
      <NumberInput
        label={t("authorization.metrics.year")}
        value={year ?? data?.year ?? ""}
        onChange={(next) =>
          typeof next === "number" &&
          next >= 2000 &&
          next <= 2200 &&
          void navigate({ search: { year: next }, replace: true })
        }
        min={2000}
        max={2200}
        allowDecimal={false}
        thousandSeparator=""
        maw={160}
      />
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={4} />}
      {data && <Year metrics={data} />}
    </Stack>
  );
}

function Year({ metrics }: { metrics: Metrics }) {
  const { t } = useTranslation();
  const { standard, expedited, turnaround, items } = metrics;
  const duration = useDuration();
  const percent = usePercent();
  if (standard.approved.of + expedited.approved.of + turnaround.in_time.of === 0) {
    return <EmptyState title={t("authorization.metrics.none")} text={t("authorization.metrics.none_text")} />;
  }
  return (
    <>
      <Section title={t("authorization.metrics.public")}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("authorization.metrics.what")}</Table.Th>
              <Table.Th>{t("authorization.urgency.standard")}</Table.Th>
              <Table.Th>{t("authorization.urgency.expedited")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shares.map((name) => (
              <Line
                key={name}
                label={t(`authorization.metrics.${name}`)}
                groups={[standard, expedited]}
                value={(group) => percent(group[name])}
              />
            ))}
            <Line
              label={t("authorization.metrics.mean")}
              groups={[standard, expedited]}
              value={(group) => duration(group.mean_seconds)}
            />
            <Line
              label={t("authorization.metrics.median")}
              groups={[standard, expedited]}
              value={(group) => duration(group.median_seconds)}
            />
          </Table.Tbody>
        </Table>
        <Text size="sm">{t("authorization.metrics.items", { items: items.join(", ") })}</Text>
        <Text size="sm" c="dimmed">
          {t("authorization.metrics.publish", {
            on: formatDate(metrics.publish_by),
            source: metrics.source,
          })}
        </Text>
      </Section>
      <Section title={t("authorization.metrics.turnaround")}>
        <Facts
          items={[
            [t("authorization.metrics.in_time"), percent(turnaround.in_time)],
            [t("authorization.metrics.mean"), duration(turnaround.mean_seconds)],
            [t("authorization.metrics.median"), duration(turnaround.median_seconds)],
            [t("authorization.metrics.p90"), duration(turnaround.p90_seconds)],
          ]}
        />
      </Section>
    </>
  );
}

interface LineProps {
  label: string;
  groups: Group[];
  value: (group: Group) => string;
}

function Line({ label, groups, value }: LineProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {label}
      </Table.Th>
      {groups.map((group, index) => (
        <Table.Td key={index}>{value(group)}</Table.Td>
      ))}
    </Table.Tr>
  );
}

function usePercent() {
  const { t } = useTranslation();
  return ({ percent, count, of }: Schemas["MetricsShare"]) =>
    percent == null
      ? t("authorization.metrics.nothing")
      : t("authorization.metrics.share", { percent: percent.toFixed(1), count, of });
}

function useDuration() {
  const { t } = useTranslation();
  return (seconds: number | null | undefined) => {
    if (seconds == null) return t("authorization.metrics.nothing");
    return seconds < 172_800
      ? t("authorization.metrics.hours", { count: Math.round(seconds / 360) / 10 })
      : t("authorization.metrics.days", { count: Math.round(seconds / 8_640) / 10 });
  };
}
