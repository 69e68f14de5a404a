import { Badge, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CaseloadView } from "@/api/types";

type Program = CaseloadView["programs"][number];

const number = (value: number) => value.toLocaleString(undefined, { maximumFractionDigits: 2 });

/** What a caseload consists of, program by program: each part with its number and its weight. */
export function Parts({ programs }: { programs: Program[] }) {
  return (
    <Stack gap="lg">
      {programs.map((program) => (
        <ProgramParts key={program.program.id} own={program} />
      ))}
    </Stack>
  );
}

function ProgramParts({ own }: { own: Program }) {
  const { t } = useTranslation();
  const name = (part: Program["parts"][number]) =>
    t(`caseload.parts.${part.kind}`, { tier: part.tier ? t(`tier.${part.tier}`).toLowerCase() : "" });
  const heading = t("caseload.program", {
    program: own.program.name,
    load: number(own.load),
    full: number(own.full),
    unit: t(`caseload.unit.${own.model}`),
  });
  return (
    <div>
      <Text fw={600}>{heading}</Text>
      <Text size="sm">
        {t("caseload.range", {
          count: own.cases + own.covered,
          low: number(own.low),
          high: number(own.high),
        })}
      </Text>
      <Table aria-label={heading} verticalSpacing={4} maw={560} my={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("caseload.part")}</Table.Th>
            <Table.Th ta="end">{t("caseload.count")}</Table.Th>
            <Table.Th ta="end">{t("caseload.amount")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {own.parts.map((part) => (
            <Table.Tr key={`${part.kind} ${part.tier}`}>
              <Table.Td>{name(part)}</Table.Td>
              <Table.Td ta="end">{number(part.count)}</Table.Td>
              <Table.Td ta="end">{number(part.amount)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {own.on_call > 0 && (
        <Text size="sm">
          {t("caseload.on_call_off", {
            hours: number(own.on_call),
            percent: own.policy.on_call_percent ?? 0,
          })}
        </Text>
      )}
      {own.policy.adjustments.map((adjustment) => (
        <Text key={adjustment.kind} size="sm">
          {t("caseload.policy.adjusted", {
            kind: t(`caseload.policy.adjustments.${adjustment.kind}`),
            percent: adjustment.percent,
            reason: adjustment.reason,
          })}
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        {t("caseload.source", { source: own.policy.source })}
      </Text>
      {own.policy.external && (
        <Badge variant="light" color="yellow" tt="none">
          {t("caseload.external")}
        </Badge>
      )}
    </div>
  );
}
