import { Badge, Group, SegmentedControl, Stack, Table, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { IconFolders } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { caseStatuses } from "@/app/search";
import { leavesOut } from "@/features/acuity/judgement";
import { JudgementList, TierState } from "@/features/acuity/JudgementList";
import { StandingFilter } from "@/features/acuity/StandingFilter";
import { CaseViews } from "@/features/engagement/CaseViews";
import { EngagementScreen } from "@/features/engagement/EngagementScreen";
import { formatDay } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Tier } from "@/ui/Tier";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";

const route = getRouteApi("/cases");

const PAGE = 100;

/** What the model says of the cases on the list, page by page with it: its pages have the same cases. */
function useJudgements(scope: "mine" | "team", active: boolean, shown: number) {
  const may = useCapability()("acuity_read");
  const pages = usePages("acuity_list", { query: { scope, limit: PAGE } }, may && active);
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages;
  const behind = active && pages.data !== undefined && pages.data.pages.length < shown;
  useEffect(() => {
    if (behind && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [behind, hasNextPage, isFetching, isError, fetchNextPage]);
  return new Map(active ? pages.items.map((one) => [one.case_id, one]) : []);
}

/** The cases of the reader or of the team, or whom of them to reach next. */
export function CaseListScreen() {
  const { view } = route.useSearch();
  return view === "reach" ? <EngagementScreen /> : <CaseList />;
}

function CaseList() {
  const { t } = useTranslation();
  const words = useWords();
  useTitle(t("nav.cases"));
  const { scope = "mine", status = "active", standing, provisional } = route.useSearch();
  const navigate = route.useNavigate();
  const judged = useCapability()("acuity_read") && status === "active";
  const filter = { standing, provisional };
  return (
    <Stack gap="md">
      <Title order={1}>{t(scope === "mine" ? "nav.cases" : "case.team_cases")}</Title>
      <CaseViews />
      <Group gap="sm">
        <SegmentedControl
          aria-label={t("today.filter_scope")}
          value={scope}
          onChange={(next) =>
            void navigate({
              search: (now) => ({ ...now, scope: next === "team" ? "team" : undefined }),
              replace: true,
            })
          }
          data={[
            { value: "mine", label: t("today.mine") },
            { value: "team", label: t("today.team") },
          ]}
        />
        <SegmentedControl
          aria-label={t("care_plan.status")}
          value={status}
          onChange={(next) =>
            void navigate({
              search: (now) => ({ ...now, status: caseStatuses.find((known) => known === next) }),
              replace: true,
            })
          }
          data={caseStatuses.map((code) => ({ value: code, label: words(code) }))}
        />
      </Group>
      {judged && (
        <StandingFilter
          filter={filter}
          onChange={(next) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true })}
        />
      )}
      {judged && leavesOut(filter) ? (
        <JudgementList scope={scope} filter={filter} />
      ) : (
        <Cases scope={scope} status={status} />
      )}
    </Stack>
  );
}

interface CasesProps {
  scope: "mine" | "team";
  status: (typeof caseStatuses)[number];
}

function Cases({ scope, status }: CasesProps) {
  const { t } = useTranslation();
  const words = useWords();
  const cases = usePages("case_list", { query: { scope, status, limit: PAGE } });
  const judgements = useJudgements(scope, status === "active", cases.data?.pages.length ?? 0);
  return (
    <>
      {cases.error && <ProblemNotice error={cases.error} />}
      {cases.isPending && <Waiting />}
      {cases.data && cases.items.length === 0 && (
        <EmptyState
          icon={<IconFolders size={36} stroke={1.5} aria-hidden />}
          title={t("case.none")}
          text={t("case.none_text")}
        />
      )}
      {cases.items.length > 0 && (
        <div className="surface">
          <Table.ScrollContainer minWidth={300}>
            <Table highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("case.person")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("case.program")}</Table.Th>
                  <Table.Th>{t("case.tier")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("case.stage")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("case.owner")}</Table.Th>
                  <Table.Th visibleFrom="md">{t("case.enrolled")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {cases.items.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td>
                      <Link
                        to="/people/$personId"
                        params={{ personId: one.person.id }}
                        search={{ case: one.id }}
                      >
                        {one.person.name}
                      </Link>
                      <Text size="xs" c="dimmed" hiddenFrom="sm">
                        {one.program.name}
                      </Text>
                    </Table.Td>
                    <Table.Td visibleFrom="sm">{one.program.name}</Table.Td>
                    <Table.Td>
                      <Tier tier={one.tier} />
                      <TierState judgement={judgements.get(one.id)} />
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      <Badge variant="light" color="gray">
                        {words(one.status === "closed" ? one.outcome : one.stage)}
                      </Badge>
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      {one.owner?.name ?? <Text c="dimmed">{t("state.none")}</Text>}
                    </Table.Td>
                    <Table.Td visibleFrom="md">{formatDay(one.enrolled_at, one.time_zone)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <More {...cases} />
        </div>
      )}
    </>
  );
}
