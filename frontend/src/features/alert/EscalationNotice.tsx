import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";

/** Tells administrators when safety alerts would end with nobody; shows nothing while somebody is there. */
export function EscalationNotice() {
  const { t } = useTranslation();
  const { data } = useCall("escalation_get", {});
  const waiting = data?.without_answer ?? 0;
  if (!data || (data.has_an_end && waiting === 0)) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t("escalation.notice")} m="md">
      {!data.has_an_end && <Text size="sm">{t("escalation.no_end")}</Text>}
      {waiting > 0 && <Text size="sm">{t("escalation.without_answer", { count: waiting })}</Text>}
    </Alert>
  );
}
