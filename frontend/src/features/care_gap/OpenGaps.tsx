import { Select, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { CareGapKind } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { kinds, useGapTitle } from "./care_gap";

interface OpenGapsProps {
  query: { scope?: "mine" | "team"; program_id?: string };
}

/** The open gaps of a panel, the longest open first: whose, what closes it, and what to do next. */
export function OpenGaps({ query }: OpenGapsProps) {
  const { t } = useTranslation();
  const titleOf = useGapTitle();
  const [kind, choose] = useState<CareGapKind>();
  const gaps = usePages("care_gap_open_list", { query: { ...query, ...(kind ? { kind } : {}) } });
  return (
    <Section title={t("care_gap.panel")}>
      <Select
        label={t("care_gap.kind")}
        value={kind ?? ""}
        onChange={(next) => choose(kinds.find((known) => known === next))}
        data={[
          { value: "", label: t("care_gap.every_kind") },
          ...kinds.map((one) => ({ value: one, label: t(`care_gap.kinds.${one}`) })),
        ]}
        maw={320}
        mb="xs"
        data-noprint
      />
      {gaps.error && <ProblemNotice error={gaps.error} />}
      {gaps.isPending && <Waiting />}
      {gaps.data && gaps.items.length === 0 && <Text c="dimmed">{t("care_gap.panel_none")}</Text>}
      {gaps.items.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table aria-label={t("care_gap.panel")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("care_gap.person")}</Table.Th>
                <Table.Th>{t("care_gap.kind")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {gaps.items.map((gap) => (
                <Table.Tr key={gap.id}>
                  <Table.Td>
                    <Link
                      to="/people/$personId"
                      params={{ personId: gap.person.id }}
                      search={{ tab: "plan", case: gap.case_id }}
                    >
                      {gap.person.name}
                    </Link>
                    <Text size="sm" c="dimmed">
                      {t("care_gap.since", { on: formatDate(gap.opened_on) })}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    {titleOf(gap)}
                    <Text size="sm">{t("care_gap.evidence", { text: t(`care_gap.shows.${gap.kind}`) })}</Text>
                    <Text size="sm">{t("care_gap.action", { text: t(`care_gap.next.${gap.kind}`) })}</Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <More {...gaps} />
    </Section>
  );
}
