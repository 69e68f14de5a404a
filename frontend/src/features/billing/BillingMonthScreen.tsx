import { Alert, Badge, List, Progress, Stack, Table, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatDate, formatDay, formatTime } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { fieldsOf, type FactField } from "./fields";
import { MonthSwitch } from "./MonthSwitch";
import { Support } from "./Support";
import { runningMonth, useCodeWords, useLineWords, useMinutes, useMonthName } from "./words";

const FactsDialog = lazy(() => import("./FactsDialog").then((module) => ({ default: module.FactsDialog })));

const route = getRouteApi("/cases/$caseId/billing");
type Month = Schemas["BillingMonthView"];

/** A case's month: its time, what may be billed, and why the rest may not. */
export function BillingMonthScreen() {
  const { t } = useTranslation();
  const { caseId } = route.useParams();
  const { month = runningMonth() } = route.useSearch();
  const navigate = route.useNavigate();
  const name = useMonthName();
  useTitle(t("billing.month_of", { month: name(month) }));
  const { data, error } = useCall("billing_month_get", { path: { id: caseId }, query: { month } });
  return (
    <Stack gap="md" maw={900}>
      <Link to="/billing" search={{ month }}>
        {t("billing.back")}
      </Link>
      <Title order={1}>{t("billing.title")}</Title>
      {data && (
        <Link to="/people/$personId" params={{ personId: data.person.id }} search={{ case: data.id }}>
          {data.person.name}
        </Link>
      )}
      <MonthSwitch
        month={month}
        onChange={(next) => void navigate({ search: { month: next }, replace: true })}
      />
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={4} />}
      {data && <Whole data={data} />}
    </Stack>
  );
}

function Whole({ data }: { data: Month }) {
  return (
    <>
      <Checks data={data} />
      <CodeSet data={data} />
      <Support data={data} />
      <Known key={data.month} data={data} />
      <Spans data={data} />
      <Reasons data={data} />
    </>
  );
}

function Checks({ data }: { data: Month }) {
  const { t } = useTranslation();
  const minutes = useMinutes();
  const { findings } = data.result;
  if (findings.length === 0) return null;
  const nameOf = (id: string) =>
    data.spans.find(({ staff }) => staff.id === id)?.staff.name ?? t("state.unknown");
  return (
    <Alert color="yellow" title={t("billing.checks_title")}>
      <List size="sm">
        {findings.map(({ kind, on, seconds, staff_id }) => {
          const what = t(`billing.finding.${kind}`, { time: minutes(seconds) });
          const day = formatDate(on);
          return (
            <List.Item key={`${kind}${on}${staff_id ?? ""}`}>
              {staff_id
                ? t("billing.check_of", { day, what, name: nameOf(staff_id) })
                : t("billing.check", { day, what })}
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}

const parts = ["recorded", "repeated", "before_consent", "outside"] as const;

function CodeSet({ data }: { data: Month }) {
  const { t } = useTranslation();
  const minutes = useMinutes();
  const words = useCodeWords();
  const lineWords = useLineWords();
  const { lines, next, seconds, points } = data.result;
  const others = parts.filter(
    (part) => seconds[part] > 0 && (part !== "recorded" || seconds.recorded !== seconds.counted),
  );
  return (
    <Section title={t("billing.set")}>
      <Stack gap="sm">
        <Facts
          items={[
            [t("billing.part.counted"), minutes(seconds.counted)],
            ...others.map((part): [string, string] => [t(`billing.part.${part}`), minutes(seconds[part])]),
            ...(lines.length ? [[t("billing.points"), String(points)] satisfies [string, string]] : []),
          ]}
        />
        {next && (
          <div>
            <Text size="sm">{t("billing.missing", { time: minutes(next.seconds), code: next.code })}</Text>
            <Progress
              value={(100 * seconds.counted) / Math.max(1, seconds.counted + next.seconds)}
              aria-label={t("billing.next")}
            />
          </div>
        )}
        {lines.length === 0 && <Text c="dimmed">{t("billing.set_none")}</Text>}
        {lines.length > 0 && <Text c="dimmed">{t("billing.set_text")}</Text>}
        <Rows label={t("billing.set")}>
          {lines.map((line) => (
            <Row
              key={line.code}
              title={lineWords(line)}
              detail={words(line.code)}
              actions={
                line.seconds > 0 && (
                  <Badge variant="light" color="teal" tt="none">
                    {t("billing.needs", { time: minutes(line.seconds) })}
                  </Badge>
                )
              }
            />
          ))}
        </Rows>
      </Stack>
    </Section>
  );
}

function Known({ data }: { data: Month }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { facts, families, version } = data;
  const value = (field: FactField) => {
    const known = facts[field];
    if (field === "consent_at") {
      return facts.consent_at ? formatDay(facts.consent_at, data.time_zone) : t("billing.no");
    }
    if (
      field === "initiating_visit_on" ||
      field === "risk_assessed_on" ||
      field === "risk_assessed_before_on"
    ) {
      const on = facts[field];
      return on ? formatDate(on) : t("billing.no");
    }
    if (field === "unit_rounding") {
      return facts.unit_rounding ? t(`billing.rounding.${facts.unit_rounding}`) : t("billing.unknown");
    }
    if (field === "decision_making") {
      return facts.decision_making ? t(`billing.decision.${facts.decision_making}`) : t("billing.unknown");
    }
    if (field === "collaborative_month") {
      return facts.collaborative_month
        ? t(`billing.month.${facts.collaborative_month}`)
        : t("billing.unknown");
    }
    return typeof known === "number" ? known : t(known ? "billing.yes" : "billing.no");
  };
  return (
    <Section
      title={t("billing.facts")}
      actions={
        <ActionButton
          can={data.can}
          operation="billing_month_update"
          variant="default"
          onClick={() => setOpen(true)}
        >
          {t("billing.edit")}
        </ActionButton>
      }
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t("billing.facts_text")} {version === 0 && t("billing.facts_unwritten")}
      </Text>
      <Facts
        items={[
          [t("billing.field.families"), families.map((family) => t(`billing.family.${family}`)).join(", ")],
          ...fieldsOf(families).map((field): [string, string | number] => [
            t(`billing.field.${field}`),
            value(field),
          ]),
        ]}
      />
      {open && (
        <Suspense>
          <FactsDialog data={data} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Section>
  );
}

function Spans({ data }: { data: Month }) {
  const { t } = useTranslation();
  const minutes = useMinutes();
  const zone = data.time_zone;
  return (
    <Section title={t("billing.spans")}>
      {data.spans.length === 0 && <Text c="dimmed">{t("billing.spans_none")}</Text>}
      <Rows label={t("billing.spans")}>
        {data.spans.map((span) => (
          <Row
            key={`${span.id}${span.staff.id}`}
            title={t("billing.span", {
              day: formatDay(span.starts_at, zone),
              from: formatTime(span.starts_at, zone),
              to: formatTime(span.ends_at, zone),
            })}
            detail={
              <>
                {t("billing.span_detail", {
                  name: span.staff.name,
                  role: t(`billing.role.${span.role}`),
                  source: t(`billing.from.${span.source}`),
                })}
                {span.live && `. ${t("billing.live")}`}
              </>
            }
            actions={<Text fw={600}>{minutes(span.seconds)}</Text>}
          />
        ))}
      </Rows>
    </Section>
  );
}

function Reasons({ data }: { data: Month }) {
  const { t } = useTranslation();
  const minutes = useMinutes();
  const words = useCodeWords();
  const { rejected, source } = data.result;
  return (
    <Section title={t("billing.why")}>
      <Text size="sm" c="dimmed" mb="sm">
        {t("billing.why_text")}
      </Text>
      <div>
        <Table>
          <Table.Tbody>
            {rejected.map(({ code, reason, missing_seconds, by }) => (
              <Table.Tr key={code}>
                <Table.Th scope="row" fw={600} w={90}>
                  {code}
                </Table.Th>
                <Table.Td>
                  {words(code)}
                  <Text size="sm" c="dimmed">
                    {t(`billing.reject.${reason}`, { time: minutes(missing_seconds ?? 0), code: by ?? "" })}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Text size="sm" c="dimmed">
        {t("billing.source", { source })}
      </Text>
    </Section>
  );
}
