import { Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconFolders } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Tier } from "@/ui/Tier";
import { Waiting } from "@/ui/Waiting";
import type { Judgement, JudgementFilter } from "./judgement";
import { ScoreLine, StandingLine } from "./Standing";

interface JudgementListProps {
  scope: "mine" | "team";
  filter: JudgementFilter;
}

/** The active cases whose tier stands to the model as the filter says. */
export function JudgementList({ scope, filter: { standing, provisional } }: JudgementListProps) {
  const { t } = useTranslation();
  const judged = usePages("acuity_list", {
    query: { scope, ...(standing ? { standing } : {}), ...(provisional ? { provisional } : {}) },
  });
  return (
    <>
      {judged.error && <ProblemNotice error={judged.error} />}
      {judged.isPending && <Waiting />}
      {judged.data && judged.items.length === 0 && !judged.hasNextPage && (
        <EmptyState
          icon={<IconFolders size={36} stroke={1.5} aria-hidden />}
          title={t("acuity.filter.none")}
          text={t("acuity.filter.none_text")}
        />
      )}
      {judged.data && (judged.items.length > 0 || judged.hasNextPage) && (
        <div className="surface">
          {judged.items.length === 0 ? (
            <Text>{t("acuity.filter.none_yet")}</Text>
          ) : (
            <Judgements judgements={judged.items} />
          )}
          <More {...judged} />
        </div>
      )}
    </>
  );
}

function Judgements({ judgements }: { judgements: Judgement[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("case.person")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("case.program")}</Table.Th>
            <Table.Th>{t("case.tier")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("case.owner")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {judgements.map((one) => (
            <Table.Tr key={one.case_id}>
              <Table.Td>
                <Link
                  to="/people/$personId"
                  params={{ personId: one.person.id }}
                  search={{ case: one.case_id }}
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
                <TierState judgement={one} />
              </Table.Td>
              <Table.Td visibleFrom="sm">{one.owner.name}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The score of a case, and whether somebody must look at its tier. */
export function TierState({ judgement }: { judgement: Judgement | undefined }) {
  if (!judgement) return null;
  return (
    <Stack gap={0} align="flex-start" maw={280}>
      <ScoreLine judgement={judgement} />
      <StandingLine judgement={judgement} zone={judgement.time_zone} />
    </Stack>
  );
}
