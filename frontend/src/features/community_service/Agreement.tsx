import { Badge, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";

type Agreement = Schemas["AgreementView"];
const colors = { future: "gray", in_force: "teal", ends_soon: "yellow", ended: "red" } as const;

/** How an agreement stands today. */
export function AgreementBadge({ agreement: { standing } }: { agreement: Agreement }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={colors[standing]}>
      {t(`directory.standings.${standing}`)}
    </Badge>
  );
}

/** What was agreed, from when and until when. */
export function AgreementText({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const { kind, starts_on, ends_on, note } = agreement;
  const from = formatDate(starts_on);
  return (
    <Stack gap={4} align="flex-start">
      <AgreementBadge agreement={agreement} />
      <Text>{t(`directory.agreements.${kind}`)}</Text>
      <Text size="sm" c="dimmed">
        {ends_on ? t("directory.from_to", { from, to: formatDate(ends_on) }) : t("directory.from", { from })}
      </Text>
      {note && <Text style={{ whiteSpace: "pre-line" }}>{note}</Text>}
    </Stack>
  );
}
