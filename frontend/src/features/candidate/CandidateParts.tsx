import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CaseCandidate } from "@/api/types";
import { useCandidateText } from "./useCandidateText";

/** Why a colleague stands where they do: the points, adding up to the score. */
export function CandidateParts({ candidate }: { candidate: CaseCandidate }) {
  const { t } = useTranslation();
  const text = useCandidateText();
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t("candidate.why", { name: candidate.staff.name })}
      </Text>
      <Table withRowBorders={false} verticalSpacing={2} aria-label={t("candidate.parts")}>
        <Table.Tbody>
          {candidate.parts.map((part) => (
            <Table.Tr key={`${part.reason}:${part.of}`}>
              <Table.Td>{text(part, candidate)}</Table.Td>
              <Table.Td ta="right">{part.points > 0 ? `+${part.points}` : part.points}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr fw={600}>
            <Table.Td>{t("candidate.score")}</Table.Td>
            <Table.Td ta="right">{candidate.score}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </div>
  );
}
