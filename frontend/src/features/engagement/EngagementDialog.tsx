import { Badge, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { Modal } from "@/ui/Modal";
import { Row, Rows } from "@/ui/Rows";
import { stateColor, useEngagementWords } from "./words";

interface EngagementDialogProps {
  of: Schemas["CaseEngagement"];
  onClose: () => void;
}

/** From what the next contact follows, what was tried, and what would change it. */
export function EngagementDialog({ of, onClose }: EngagementDialogProps) {
  const { t } = useTranslation();
  const words = useEngagementWords();
  const { next, engagement, attempts, time_zone: zone } = of;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("engagement.why")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        {next ? (
          <div>
            <Text fw={600}>{t("engagement.line", { due: words.due(next) })}</Text>
            <Text>{words.why(next)}</Text>
            <Text size="sm" c="dimmed">
              {words.source(next)}
            </Text>
          </div>
        ) : (
          <Text>{t("engagement.closed")}</Text>
        )}
        <div>
          <Badge variant="light" color={stateColor[engagement.state]} tt="none">
            {t(`engagement.states.${engagement.state}`)}
          </Badge>
          <Text mt={4}>{words.change(engagement)}</Text>
        </div>
        <div>
          <Title order={3} size="h4" mb="xs">
            {t("engagement.attempts_title")}
          </Title>
          {attempts.length === 0 && <Text c="dimmed">{t("engagement.attempts_none")}</Text>}
          <Rows label={t("engagement.attempts_title")}>
            {attempts.map(({ id, at, mode, outcome, author }) => (
              <Row
                key={id}
                title={`${t(`contact.modes.${mode}`)}: ${t(`contact.outcomes.${outcome}`).toLowerCase()}`}
                detail={t("engagement.by", {
                  when: formatInstant(at, zone),
                  name: author?.name ?? t("state.unknown"),
                })}
              />
            ))}
          </Rows>
        </div>
      </Stack>
    </Modal>
  );
}
