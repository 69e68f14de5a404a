import { Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useDiffers } from "@/features/assessment/useInstrument";
import { formatDay } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";

const VersionDialog = lazy(() => import("./VersionDialog").then((m) => ({ default: m.VersionDialog })));

type Policy = Schemas["InstrumentPolicyView"];

/** Instruments that count differently by version: which one the organization uses, and since when. */
export function VersionPanel() {
  const { t } = useTranslation();
  const differs = useDiffers();
  const [setting, set] = useState<Policy | null>(null);
  const policies = useCall("instrument_policy_list", {});
  if (policies.error) return <ProblemNotice error={policies.error} />;
  if (!policies.data) return <Waiting />;
  return (
    <Stack gap="lg" p="md">
      <div>
        <Title order={2} size="h3">
          {t("wording.version.title")}
        </Title>
        <Text c="dimmed" maw="75ch">
          {t("wording.version.text")}
        </Text>
      </div>
      <Rows label={t("wording.version.title")}>
        {policies.data.items.map((policy) => {
          const used = policy.editions.find(({ usual }) => usual);
          return (
            <Row
              key={policy.instrument}
              title={<span lang="en">{policy.title}</span>}
              detail={
                <>
                  {used && (
                    <div>
                      {t("assessment.version")} {used.version}: {differs(policy.instrument, used)}
                    </div>
                  )}
                  <div>
                    {policy.set_by && policy.set_at
                      ? t("wording.version.set_by", {
                          name: policy.set_by.name,
                          on: formatDay(policy.set_at),
                        })
                      : t("wording.version.published")}
                  </div>
                </>
              }
              actions={
                <ActionButton
                  can={policy.can}
                  operation="instrument_policy_set"
                  variant="default"
                  size="compact-md"
                  aria-label={t("wording.version.set_of", { title: policy.title })}
                  onClick={() => set(policy)}
                >
                  {t("wording.version.set")}
                </ActionButton>
              }
            />
          );
        })}
      </Rows>
      <Suspense>{setting && <VersionDialog policy={setting} onClose={() => set(null)} />}</Suspense>
    </Stack>
  );
}
