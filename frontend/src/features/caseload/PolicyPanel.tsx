import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseloadPolicy, Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";

const PolicyDialog = lazy(() => import("./PolicyDialog").then((m) => ({ default: m.PolicyDialog })));

type Program = Schemas["ProgramPolicies"];

/** What counts as a full caseload in each program, since when and why. */
export function PolicyPanel() {
  const { t } = useTranslation();
  const words = useWords();
  const [setting, set] = useState<Program | null>(null);
  const policies = useCall("caseload_policy_list", {});
  if (policies.error) return <ProblemNotice error={policies.error} />;
  if (!policies.data) return <Waiting />;
  return (
    <Stack gap="md" p="md">
      <div>
        <Title order={2} size="h3">
          {t("caseload.policy.title")}
        </Title>
        <Text c="dimmed" maw="75ch">
          {t("caseload.policy.text")}
        </Text>
      </div>
      <Rows label={t("caseload.policy.title")}>
        {policies.data.items.map((one) => (
          <Row
            key={one.program.id}
            title={
              <Group gap="xs">
                {one.program.name}
                <Text span fw={400}>
                  {words(one.setting)}
                </Text>
                {one.in_force.external && (
                  <Badge variant="light" color="yellow" tt="none">
                    {t("caseload.external")}
                  </Badge>
                )}
              </Group>
            }
            detail={
              one.since
                ? t("caseload.policy.since", { day: formatDate(one.since) })
                : t("caseload.policy.standard")
            }
            actions={
              <ActionButton
                can={one.can}
                operation="caseload_policy_set"
                variant="default"
                size="compact-md"
                aria-label={t("caseload.policy.set_of", { program: one.program.name })}
                onClick={() => set(one)}
              >
                {t("caseload.policy.set")}
              </ActionButton>
            }
          >
            <Says policy={one.in_force} />
            {one.set
              .filter(({ valid_from }) => valid_from !== one.since)
              .map((other) => (
                <Text key={other.id} size="sm" c="dimmed">
                  {t("caseload.policy.from", { day: formatDate(other.valid_from) })}:{" "}
                  {t("caseload.policy.range", other.content)},{" "}
                  {t(`caseload.policy.models.${other.content.model}`)}. {other.reason}
                </Text>
              ))}
          </Row>
        ))}
      </Rows>
      <Suspense>{setting && <PolicyDialog program={setting} onClose={() => set(null)} />}</Suspense>
    </Stack>
  );
}

function Says({ policy }: { policy: CaseloadPolicy }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm">
        {t("caseload.policy.range", policy)} · {t(`caseload.policy.bases.${policy.basis}`)} ·{" "}
        {t(`caseload.policy.models.${policy.model}`)}
      </Text>
      {policy.adjustments.map(({ kind, percent, reason }) => (
        <Text key={kind} size="sm">
          {t("caseload.policy.adjusted", { kind: t(`caseload.policy.adjustments.${kind}`), percent, reason })}
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        {t("caseload.source", { source: policy.source })}
      </Text>
    </>
  );
}
