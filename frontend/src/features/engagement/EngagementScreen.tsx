import { Badge, Group, SegmentedControl, Select, Stack, Table, Text, Title } from "@mantine/core";
import { IconPhoneCheck } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { dueBands } from "@/app/search";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Tier } from "@/ui/Tier";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { CaseViews } from "./CaseViews";
import { EngagementFigures } from "./EngagementFigures";
import { stateColor, states, useEngagementWords } from "./words";

const route = getRouteApi("/cases");

/** Whom to reach next, in the order of due days, and the numbers of reaching. */
export function EngagementScreen() {
  const { t } = useTranslation();
  useTitle(t("engagement.title"));
  const { scope = "mine", due, engagement } = route.useSearch();
  const state = states.find((known) => known === engagement);
  const people = usePages("engagement_list", {
    query: { scope, ...(due ? { due } : {}), ...(state ? { state } : {}) },
  });
  const figures = useCall(
    "engagement_figures",
    { query: { scope } },
    { placeholderData: (before) => before },
  );
  return (
    <Stack gap="md">
      <div>
        <Title order={1}>{t("engagement.title")}</Title>
        <Text c="dimmed">{t("engagement.text")}</Text>
      </div>
      <CaseViews />
      <Filters figures={figures.data} />
      {people.error && <ProblemNotice error={people.error} />}
      {people.isPending && <Waiting lines={5} height={58} />}
      {people.data && people.items.length === 0 && (
        <EmptyState
          icon={<IconPhoneCheck size={36} stroke={1.5} aria-hidden />}
          title={t("engagement.nobody")}
          text={t("engagement.nobody_text")}
        />
      )}
      {people.items.length > 0 && (
        <div className="surface">
          <People people={people.items} />
          <More {...people} />
        </div>
      )}
      {figures.data && (
        <Section title={t("engagement.figures", { days: figures.data.days })}>
          <EngagementFigures figures={figures.data} />
        </Section>
      )}
    </Stack>
  );
}

function Filters({ figures }: { figures: Schemas["EngagementFigures"] | undefined }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const named = (text: string, cases: number | undefined) =>
    cases === undefined ? text : `${text} (${cases})`;
  return (
    <Group gap="sm" align="flex-end">
      <SegmentedControl
        aria-label={t("today.filter_scope")}
        value={search.scope ?? "mine"}
        onChange={(next) => change({ scope: next === "team" ? "team" : undefined })}
        data={[
          { value: "mine", label: t("today.mine") },
          { value: "team", label: t("today.team") },
        ]}
      />
      <Select
        label={t("engagement.filter_due")}
        value={search.due ?? ""}
        onChange={(next) => change({ due: dueBands.find((known) => known === next) })}
        data={[
          { value: "", label: t("engagement.any_due") },
          ...dueBands.map((value) => ({
            value,
            label: named(t(`engagement.due.${value}`), figures?.due.find((one) => one.due === value)?.cases),
          })),
        ]}
        allowDeselect={false}
        w={200}
      />
      <Select
        label={t("engagement.filter_state")}
        value={search.engagement ?? ""}
        onChange={(next) => change({ engagement: states.find((known) => known === next) })}
        data={[
          { value: "", label: t("engagement.any_state") },
          ...states.map((value) => ({
            value,
            label: named(
              t(`engagement.states.${value}`),
              figures?.states.find((one) => one.state === value)?.cases,
            ),
          })),
        ]}
        allowDeselect={false}
        w={220}
      />
    </Group>
  );
}

function People({ people }: { people: Schemas["EngagementPerson"][] }) {
  const { t } = useTranslation();
  const words = useEngagementWords();
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table highlightOnHover aria-label={t("engagement.people")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("case.person")}</Table.Th>
            <Table.Th>{t("engagement.next")}</Table.Th>
            <Table.Th>{t("engagement.state")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("case.owner")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map(({ case_id: id, person, program, owner, tier, next, engagement, time_zone: zone }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Group gap={8}>
                  <Link
                    to="/people/$personId"
                    params={{ personId: person.id }}
                    search={{ case: id, tab: "contacts" }}
                  >
                    {person.name}
                  </Link>
                  <Tier tier={tier} />
                </Group>
                <Text size="xs" c="dimmed" hiddenFrom="sm">
                  {program.name}
                </Text>
              </Table.Td>
              <Table.Td>
                <Text {...(next.due === "overdue" ? { c: "var(--tend-overdue)", fw: 600 } : {})}>
                  {words.due(next)}
                </Text>
                <Text size="sm" c="dimmed">
                  {words.since(next)}
                </Text>
              </Table.Td>
              <Table.Td>
                <Badge
                  variant="light"
                  color={stateColor[engagement.state]}
                  tt="none"
                  styles={{ root: { height: "auto" }, label: { whiteSpace: "normal" } }}
                >
                  {t(`engagement.states.${engagement.state}`)}
                </Badge>
                <Text size="sm" c="dimmed">
                  {words.tried(engagement, zone)}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                {owner.name}
                <Text size="sm" c="dimmed">
                  {program.name}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
