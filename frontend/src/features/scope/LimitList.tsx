import { Stack, Text, Title } from "@mantine/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";

type Limit = Schemas["ScopeLimitView"];

/** Where the organization is stricter, what it took back, and why. */
export function LimitList({ limits }: { limits: Limit[] }) {
  const { t } = useTranslation();
  const writes = useCapability()("scope_write");
  const [leaving, leave] = useState<Limit | null>(null);
  const withdraw = useAct("scope_limit_withdraw", { onSuccess: () => leave(null) });
  const title = ({ activity, level }: Limit) => ({
    activity: t(`practice.activities.${activity}`),
    level: t(`practice.level.${level}`),
  });
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {t("practice.limits")}
      </Title>
      {limits.length === 0 && <Text c="dimmed">{t("practice.no_limits")}</Text>}
      {limits.length > 0 && (
        <Rows label={t("practice.limits")}>
          {limits.map((limit) => (
            <Row
              key={limit.id}
              icon={
                limit.withdrawn_on ? (
                  <IconLockOpen size={18} aria-hidden />
                ) : (
                  <IconLock size={18} aria-hidden />
                )
              }
              title={title(limit).activity}
              detail={
                <>
                  <div>
                    {t("practice.limit", {
                      level: title(limit).level,
                      condition: t(`practice.condition.${limit.condition}`).toLowerCase(),
                      on: formatDate(limit.starts_on),
                    })}
                  </div>
                  <div>{t("practice.limit_by", { reason: limit.reason, name: limit.set_by.name })}</div>
                  {limit.withdrawn_on && (
                    <div>
                      {t("practice.limit_withdrawn", {
                        on: formatDate(limit.withdrawn_on),
                        reason: limit.withdrawn_reason,
                        name: limit.withdrawn_by?.name,
                      })}
                    </div>
                  )}
                </>
              }
              actions={
                writes &&
                !limit.withdrawn_on && (
                  <ActionButton
                    can={limit.can}
                    operation="scope_limit_withdraw"
                    variant="default"
                    size="compact-md"
                    onClick={() => leave(limit)}
                    aria-label={t("practice.withdraw_of", title(limit))}
                  >
                    {t("practice.withdraw")}
                  </ActionButton>
                )
              }
            />
          ))}
        </Rows>
      )}
      {leaving && (
        <ReasonDialog
          draft={`limit-withdraw:${leaving.id}`}
          title={t("practice.withdraw_of", title(leaving))}
          text={t("practice.withdraw_text")}
          label={t("practice.withdraw_reason")}
          submit={t("practice.withdraw")}
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) =>
            withdraw.mutate({ path: { id: leaving.id }, version: leaving.version, body: { reason } })
          }
          onClose={() => leave(null)}
        />
      )}
    </Stack>
  );
}
