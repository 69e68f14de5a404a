import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconCertificate } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useKindName } from "@/features/staff/credentials";
import { formatDate } from "@/lib/dates";

/** What of one's own credentials, or of those one looks after, runs out or has run out. Silent when nothing does. */
export function ExpiringNotice() {
  const { t } = useTranslation();
  const { data } = useCall("credential_expiring", {}, { staleTime: 300_000 });
  const items = data?.items ?? [];
  const mine = items.filter((item) => item.mine);
  const others = items.length - mine.length;
  if (items.length === 0) return null;
  return (
    <Alert
      role="region"
      aria-label={t("credential.notice_title")}
      color="yellow"
      icon={<IconCertificate aria-hidden />}
      title={t("credential.notice_title")}
      radius="md"
    >
      <Stack gap={4}>
        {mine.map(({ credential }) => (
          <Mine key={credential.id} credential={credential} />
        ))}
        {others > 0 && <Text size="sm">{t("credential.notice_others", { count: others })}</Text>}
        <Anchor component={Link} to="/staff" search={{ only: "expiring" } as never} size="sm" w="fit-content">
          {t("credential.notice_show")}
        </Anchor>
      </Stack>
    </Alert>
  );
}

function Mine({ credential }: { credential: Schemas["CredentialView"] }) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const what = [nameOf(credential.kind), credential.state].filter(Boolean).join(" ");
  const on = formatDate(credential.expires_on ?? "");
  const text =
    credential.standing === "expired" ? "credential.notice_mine_expired" : "credential.notice_mine";
  return <Text size="sm">{t(text, { what, on })}</Text>;
}
