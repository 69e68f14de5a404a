import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDay, formatInstant } from "@/lib/dates";
import { Row, Rows } from "@/ui/Rows";
import { span } from "./judgement";
import { useTierWords } from "./Standing";

interface HistoryProps {
  decisions: Schemas["TierDecisionView"][];
  zone: string;
}

/** Who decided which tier when, and what the model said then. */
export function History({ decisions, zone }: HistoryProps) {
  const { t } = useTranslation();
  const words = useTierWords();
  if (decisions.length === 0) return <Text>{t("acuity.no_decision")}</Text>;
  return (
    <Rows label={t("acuity.history")}>
      {decisions.map((decision) => (
        <Row
          key={decision.id}
          title={t(`acuity.decision.${decision.kind}`, {
            from: t(`tier.${decision.from_tier}`),
            to: t(`tier.${decision.to_tier}`),
          })}
          detail={t("acuity.decided_by", {
            name: decision.decided_by.name,
            when: formatInstant(decision.decided_at, zone),
          })}
        >
          <Stack gap={2}>
            {decision.reason && <Text size="sm">{decision.reason}</Text>}
            {decision.ends_at && (
              <Text size="sm">{t("acuity.until", { on: formatDay(decision.ends_at, zone) })}</Text>
            )}
            <Text size="sm" c="dimmed">
              {t("acuity.model_said", {
                points: span(decision.score_min, decision.score_max),
                tiers: words([decision.model_low, decision.model_high]),
                model: decision.model,
              })}
            </Text>
          </Stack>
        </Row>
      ))}
    </Rows>
  );
}
