import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCapability } from "@/app/me";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useLabels } from "./useLabels";
import type { Decision } from "./consent";

interface SharingNoticeProps {
  decision: Decision | undefined;
  /** Why it could not be asked. */
  error: unknown;
  /** Records the consent that is missing. */
  onCapture: () => void;
}

/** Whether something may go out, on which ground and what goes with it; else who must consent to what, and the way there. */
export function SharingNotice({ decision, error, onCapture }: SharingNoticeProps) {
  const { t } = useTranslation();
  if (!decision && error) return <ProblemNotice error={error} />;
  if (!decision)
    return (
      <Text size="sm" c="dimmed">
        {t("disclosure.checking")}
      </Text>
    );
  const { permitted, basis, notices } = decision;
  if (!permitted) return <Missing decision={decision} onCapture={onCapture} />;
  return (
    <Alert color="teal" variant="light" icon={<IconLockOpen aria-hidden />} title={t("disclosure.may")}>
      <Stack gap={4}>
        {basis && <Text size="sm">{t(`disclosure.bases.${basis}`)}</Text>}
        {notices.map((notice) => (
          <Text key={notice} size="sm">
            {t(`disclosure.notices.${notice}`)}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

function Missing({ decision, onCapture }: { decision: Decision; onCapture: () => void }) {
  const { t } = useTranslation();
  const may = useCapability();
  const words = useLabels();
  const { reason, missing } = decision;
  const name = decision.recipient_name ?? t(`consent.classes.${decision.recipient_class}`);
  const needs =
    missing.length > 0
      ? t("disclosure.needs_labels", { name, labels: words(missing) })
      : t("disclosure.needs", { name });
  const said = {
    refused: { title: t("disclosure.refused"), text: t("disclosure.refused_text", { name }) },
    recipient_unknown: { title: t("disclosure.unknown"), text: t("disclosure.unknown_text") },
    consent_required: { title: t("disclosure.may_not"), text: needs },
  }[reason ?? "consent_required"];
  return (
    <Alert color="yellow" variant="light" icon={<IconLock aria-hidden />} title={said.title}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{said.text}</Text>
        {reason === "consent_required" &&
          (may("consent_write") ? (
            <Button variant="default" onClick={onCapture}>
              {t("consent.create")}
            </Button>
          ) : (
            <Text size="sm">{t("disclosure.ask")}</Text>
          ))}
      </Stack>
    </Alert>
  );
}
