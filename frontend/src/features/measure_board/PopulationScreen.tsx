import { Button, Group, Select, Stack, Table, Text, Title } from "@mantine/core";
import { IconHeartHandshake, IconPrinter } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import type { Population } from "@/api/types";
import { useCapability } from "@/app/me";
import { formatDay } from "@/lib/dates";
import { OpenGaps } from "@/features/care_gap/OpenGaps";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Tier } from "@/ui/Tier";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { monthName, toQuery } from "./boards";
import { SavedReports } from "./SavedReports";
import { TierChart } from "./TierChart";
import classes from "./Board.module.css";

const route = getRouteApi("/population");

/** How risk moves in a population over time, and who at high risk was not reached lately. */
export function PopulationScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.population"));
  const may = useCapability();
  const search = route.useSearch();
  const query = toQuery(search);
  const { data, error } = useCall("population_get", { query }, { placeholderData: (before) => before });
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{t("nav.population")}</Title>
          <Text c="dimmed">{t("population.text")}</Text>
        </div>
        <Group gap="xs" data-noprint>
          {data && <SavedReports can={data.can} now={{ kind: "population", search }} />}
          <Button
            variant="default"
            leftSection={<IconPrinter size={17} aria-hidden />}
            onClick={() => window.print()}
          >
            {t("print.print")}
          </Button>
        </Group>
      </Group>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={4} height={160} />}
      {data && (
        <>
          <Filters population={data} />
          <Tiers population={data} />
          <WithoutContact population={data} query={query} />
          {may("care_gap_read") && <OpenGaps query={query} />}
        </>
      )}
    </Stack>
  );
}

function Filters({ population }: { population: Population }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  return (
    <Group gap="sm" align="flex-end" data-noprint>
      {population.programs.length > 1 && (
        <Select
          label={t("case.program")}
          value={search.program ?? ""}
          onChange={(program) => change({ program: program || undefined })}
          data={[
            { value: "", label: t("today.every_program") },
            ...population.programs.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          w={260}
        />
      )}
      {population.scopes.length > 1 && (
        <Select
          label={t("measure.scope")}
          value={population.scope}
          onChange={(next) => change({ scope: population.scopes.find((known) => known === next) })}
          data={population.scopes.map((code) => ({ value: code, label: t(`today.${code}`) }))}
          w={190}
        />
      )}
    </Group>
  );
}

function Tiers({ population }: { population: Population }) {
  const { t } = useTranslation();
  const first = population.months.findIndex(({ cases }) => cases !== 0);
  const months = population.months.slice(Math.max(0, first));
  const hidden = months.some(({ cases }) => cases == null);
  const count = (cases: number | null | undefined) => cases ?? t("population.few");
  return (
    <Section title={t("population.tiers")}>
      <TierChart months={months} />
      <details className={classes.definition} open>
        <summary>{t("population.table")}</summary>
        <Table.ScrollContainer minWidth={300}>
          <Table
            verticalSpacing={4}
            horizontalSpacing={6}
            className={classes.numbers}
            aria-label={t("population.tiers")}
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("population.on")}</Table.Th>
                {months[0]?.tiers.map(({ tier }) => (
                  <Table.Th key={tier} ta="end">
                    {t(`tier.${tier}`)}
                  </Table.Th>
                ))}
                <Table.Th ta="end">{t("population.all")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {months.map(({ on, tiers, cases }, index) => (
                <Table.Tr key={on}>
                  <Table.Th scope="row" fw={400}>
                    {index === months.length - 1 ? t("population.now") : monthName(on)}
                  </Table.Th>
                  {tiers.map((tier) => (
                    <Table.Td key={tier.tier} ta="end">
                      {count(tier.cases)}
                    </Table.Td>
                  ))}
                  <Table.Td ta="end">{cases ?? t("population.not_shown")}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
      {hidden && (
        <Text size="sm" c="dimmed">
          {t("population.hidden")}
        </Text>
      )}
    </Section>
  );
}

interface WithoutContactProps {
  population: Population;
  query: { scope?: "mine" | "team"; program_id?: string };
}

function WithoutContact({ population, query }: WithoutContactProps) {
  const { t } = useTranslation();
  const { days, without_contact, high_risk } = population;
  const mayList = population.can.includes("population_without_contact");
  return (
    <Section title={t("population.quiet", { days })}>
      <Text>
        <span className={classes.number}>{without_contact ?? t("population.not_shown")}</span>{" "}
        {t("population.of_high_risk", {
          count: high_risk ?? 0,
          shown: high_risk ?? t("population.not_shown"),
        })}
      </Text>
      {without_contact === 0 && (
        <EmptyState
          icon={<IconHeartHandshake size={34} aria-hidden />}
          title={t("population.everybody")}
          text={t("population.everybody_text", { days })}
        />
      )}
      {mayList && without_contact !== 0 && <People query={query} />}
    </Section>
  );
}

function People({ query }: Pick<WithoutContactProps, "query">) {
  const { t } = useTranslation();
  const people = usePages("population_without_contact", { query });
  return (
    <>
      {people.error && <ProblemNotice error={people.error} />}
      {people.isPending && <Waiting />}
      {people.items.length > 0 && (
        <Table.ScrollContainer minWidth={300}>
          <Table className={classes.persons} aria-label={t("population.people")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("case.person")}</Table.Th>
                <Table.Th>{t("population.contact")}</Table.Th>
                <Table.Th>{t("case.owner")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {people.items.map((row) => (
                <Table.Tr key={row.case_id}>
                  <Table.Td>
                    <Group gap={8}>
                      <Link
                        to="/people/$personId"
                        params={{ personId: row.person.id }}
                        search={{ case: row.case_id }}
                      >
                        {row.person.name}
                      </Link>
                      <Tier tier={row.tier} />
                    </Group>
                  </Table.Td>
                  <Table.Td>
                    {t("population.days", { count: row.days })}
                    <Text size="sm" c="dimmed">
                      {row.last_reached_at
                        ? t("population.reached", { on: formatDay(row.last_reached_at) })
                        : t("population.never", { on: formatDay(row.enrolled_at) })}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    {row.owner.name}
                    <Text size="sm" c="dimmed">
                      {row.program.name}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <More {...people} />
    </>
  );
}
