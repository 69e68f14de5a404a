import { Group, Stack, Tabs, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Tier } from "@/ui/Tier";
import { Waiting } from "@/ui/Waiting";
import classes from "./Acuity.module.css";
import { Contributions } from "./Contributions";
import { Decide } from "./Decide";
import { History } from "./History";
import { Missing } from "./Missing";
import { ModelPanel } from "./ModelPanel";
import { RiskScores } from "./RiskScores";
import { ScoreLine, StandingLine, useTierWords } from "./Standing";

const tabs = ["parts", "decide", "risk", "history", "model"] as const;
export type AcuityTab = (typeof tabs)[number];

interface AcuityDialogProps {
  current: CaseView;
  first?: AcuityTab;
  onClose: () => void;
}

/** What the tier is made of, what is missing, what people decided, and how all of it is computed. */
export function AcuityDialog({ current, first = "parts", onClose }: AcuityDialogProps) {
  const { t } = useTranslation();
  const words = useTierWords();
  const [tab, setTab] = useState<AcuityTab>(first);
  const { data, error } = useCall("acuity_get", { path: { id: current.id } });
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t("acuity.title", { name: current.person.name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={5} />}
      {data && (
        <Stack gap="sm">
          <Group gap="sm">
            <Tier tier={data.judgement.tier} />
            <ScoreLine judgement={data.judgement} />
          </Group>
          <Text size="sm">
            {t("acuity.says", {
              tiers: words(data.judgement.possible),
              model: `${data.model} ${data.version}`,
              when: formatInstant(data.judged_at, current.time_zone),
            })}
          </Text>
          <StandingLine judgement={data.judgement} zone={current.time_zone} />
          <Tabs
            value={tab}
            onChange={(next) => setTab(tabs.find((name) => name === next) ?? "parts")}
            keepMounted={false}
          >
            <Tabs.List aria-label={t("acuity.sections")} className={classes.tabs}>
              {tabs.map((name) => (
                <Tabs.Tab key={name} value={name} className={classes.tab}>
                  {t(`acuity.tab.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="parts" pt="md">
              <Stack gap="md">
                <Missing acuity={data} current={current} onClose={onClose} />
                <Contributions acuity={data} />
              </Stack>
            </Tabs.Panel>
            <Tabs.Panel value="decide" pt="md">
              {data.can.includes("tier_decide") ? (
                <Decide acuity={data} current={current} />
              ) : (
                <Text>{t("why_not.general")}</Text>
              )}
            </Tabs.Panel>
            <Tabs.Panel value="risk" pt="md">
              <RiskScores current={current} />
            </Tabs.Panel>
            <Tabs.Panel value="history" pt="md">
              <History decisions={data.decisions} zone={current.time_zone} />
            </Tabs.Panel>
            <Tabs.Panel value="model" pt="md">
              <ModelPanel />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Modal>
  );
}
