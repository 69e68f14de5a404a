import { Badge, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { CorrectDialog } from "./CorrectDialog";
import { plainValue, valueText, type Kind, type Reading, type Unit } from "./format";
import classes from "./reading.module.css";

interface ReadingTableProps {
  readings: Reading[];
  kind: Kind;
  zone: string;
}

/** The readings of a kind, the newest first, with what became of them. */
export function ReadingTable({ readings, kind, zone }: ReadingTableProps) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table aria-label={t(`reading.kinds.${kind}`)} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("reading.when")}</Table.Th>
            <Table.Th>{t("reading.value")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("reading.source")}</Table.Th>
            <Table.Th>{t("reading.note")}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t("reading.actions")}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {readings.map((reading) => (
            <ReadingRow key={reading.id} reading={reading} kind={kind} zone={zone} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ReadingRow({ reading, kind, zone }: { reading: Reading; kind: Kind; zone: string }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<"correct" | "withdraw" | null>(null);
  const close = () => setAct(null);
  const withdraw = useAct("reading_withdraw", { onSuccess: close });
  const { id, version, can, status, finding, corrections } = reading;
  const when = formatInstant(reading.taken_at, zone);
  const unit = (code: Unit) => t(`reading.units.${code}`);
  const wrong = status === "entered_in_error";
  return (
    <Table.Tr>
      <Table.Td>{when}</Table.Td>
      <Table.Td>
        <span className={wrong ? classes.wrong : undefined}>{valueText(kind, reading, unit)}</span>
        {corrections.map(({ at, by, reason, ...said }) => (
          <Text key={at} size="sm" c="dimmed">
            {t("reading.corrected", { value: plainValue(said), name: by.name, reason })}
          </Text>
        ))}
        {wrong && (
          <Text size="sm" c="dimmed">
            {t("reading.error", { reason: reading.error_reason })}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">{reading.author?.name ?? t(`reading.sources.${reading.source}`)}</Table.Td>
      <Table.Td>
        {wrong ? (
          <Badge variant="light" color="gray" tt="none">
            {t("reading.in_error")}
          </Badge>
        ) : (
          finding && (
            <Badge variant="light" color="red" tt="none">
              {t(`reading.findings.${finding}`)}
            </Badge>
          )
        )}
      </Table.Td>
      <Table.Td>
        {can.length > 0 && (
          <Group gap={4} justify="flex-end">
            <ActionButton
              can={can}
              operation="reading_correct"
              variant="subtle"
              size="compact-md"
              aria-label={t("reading.correct_of", { when })}
              onClick={() => setAct("correct")}
            >
              {t("reading.correct")}
            </ActionButton>
            <ActionButton
              can={can}
              operation="reading_withdraw"
              variant="subtle"
              size="compact-md"
              aria-label={t("reading.withdraw_of", { when })}
              onClick={() => setAct("withdraw")}
            >
              {t("reading.withdraw")}
            </ActionButton>
          </Group>
        )}
        {act === "correct" && <CorrectDialog reading={reading} kind={kind} onClose={close} />}
        {act === "withdraw" && (
          <ReasonDialog
            draft={`reading-withdraw:${id}`}
            title={t("reading.withdraw_of", { when })}
            text={t("reading.withdraw_text")}
            label={t("reading.withdraw_reason")}
            submit={t("reading.withdraw")}
            danger
            busy={withdraw.isPending}
            error={withdraw.error}
            onSubmit={(reason) => withdraw.mutate({ path: { id }, version, body: { reason } })}
            onClose={close}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
