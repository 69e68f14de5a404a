import { Stack, Title } from "@mantine/core";
import { IconBuildingHospital } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { formatInstant } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { MatchList } from "./MatchList";
import { MessageList } from "./MessageList";

/** New messages come at any time; nobody is told of each. */
const POLL_MS = 30_000;

/** What the hospital sends: how much came, whom nobody knows, and what could not be taken. */
export function HospitalFeedScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.feed"));
  const may = useCapability();
  const summary = useCall("adt_summary_get", {}, { refetchInterval: POLL_MS });
  return (
    <Stack gap="md" maw={980}>
      <Title order={1}>{t("nav.feed")}</Title>
      {summary.error && <ProblemNotice error={summary.error} />}
      {!summary.data && !summary.error && <Waiting lines={1} height={90} />}
      {summary.data && summary.data.last_received_at === null && (
        <EmptyState
          icon={<IconBuildingHospital size={36} stroke={1.5} aria-hidden />}
          title={t("adt.never")}
          text={t("adt.never_text")}
        />
      )}
      {summary.data?.last_received_at && (
        <>
          <Section title={t("adt.summary")}>
            <Facts
              items={[
                [t("adt.last"), formatInstant(summary.data.last_received_at)],
                [t("adt.applied_today"), summary.data.applied_today],
                [t("adt.open_matches"), summary.data.open_matches],
                [t("adt.waiting"), summary.data.waiting],
                [t("adt.dead"), summary.data.dead],
              ]}
            />
          </Section>
          {may("adt_write") && <MatchList />}
          <MessageList />
        </>
      )}
    </Stack>
  );
}
