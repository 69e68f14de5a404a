import { SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconHeartbeat } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { forChart, kinds, type Kind } from "./format";
import { ReadingDialog } from "./ReadingDialog";
import { ReadingTable } from "./ReadingTable";
import { TrendChart } from "./TrendChart";
import { WatchList } from "./WatchList";

type Overview = Schemas["ReadingOverview"];

/** What was measured at home: the trend with its table, what is watched, and on how many days a device reported. */
export function ReadingTab({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const [writing, setWriting] = useState(false);
  const overview = useCall("reading_overview", { path: { id: personId } });
  if (overview.error) return <ProblemNotice error={overview.error} />;
  if (!overview.data) return <Waiting lines={4} height={90} />;
  const { kinds: watched, device_days: days, can } = overview.data;
  const any = watched.some(({ latest }) => latest);
  return (
    <Stack gap="md">
      <Section
        title={t("reading.title")}
        actions={
          <ActionButton can={can} operation="reading_create" onClick={() => setWriting(true)}>
            {t("reading.create")}
          </ActionButton>
        }
      >
        <Text c="dimmed">{t("reading.text")}</Text>
        {days > 0 && (
          <Text size="sm">
            {t("reading.days", { count: days })}. {t("reading.days_hint")}
          </Text>
        )}
        {!any && (
          <EmptyState
            icon={<IconHeartbeat size={36} stroke={1.5} aria-hidden />}
            title={t("reading.none")}
            text={t("reading.none_text")}
          />
        )}
      </Section>
      {any && <Trend overview={overview.data} />}
      <WatchList overview={overview.data} />
      {writing && (
        <ReadingDialog personId={personId} zone={overview.data.time_zone} onClose={() => setWriting(false)} />
      )}
    </Stack>
  );
}

function Trend({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 48em)");
  const known = kinds.filter((code) => overview.kinds.some(({ kind, latest }) => kind === code && latest));
  const [chosen, setChosen] = useState<Kind | null>(null);
  const kind = chosen && known.includes(chosen) ? chosen : known[0];
  const watch = overview.kinds.find((one) => one.kind === kind);
  const readings = usePages(
    "reading_list",
    { path: { id: overview.id }, query: { ...(kind ? { kind } : {}), limit: 200 } },
    kind !== undefined,
  );
  if (!kind || !watch) return null;
  const choices = known.map((value) => ({ value, label: t(`reading.kinds.${value}`) }));
  const choose = (next: string | null) => setChosen(known.find((code) => code === next) ?? null);
  const drawn = forChart(readings.items);
  return (
    <Section title={t("reading.trend")}>
      {phone ? (
        <Select
          label={t("reading.kind")}
          value={kind}
          onChange={choose}
          data={choices}
          allowDeselect={false}
          mb="sm"
        />
      ) : (
        <SegmentedControl
          aria-label={t("reading.kind")}
          value={kind}
          onChange={choose}
          data={choices}
          mb="sm"
        />
      )}
      {readings.error && <ProblemNotice error={readings.error} />}
      {readings.isPending && <Waiting lines={2} />}
      {drawn.length > 0 && (
        <TrendChart
          readings={drawn}
          limits={watch.limits}
          zone={overview.time_zone}
          label={t("reading.trend_of", { kind: t(`reading.kinds.${kind}`) })}
        />
      )}
      {readings.items.length > 0 && (
        <ReadingTable readings={readings.items} kind={kind} zone={overview.time_zone} />
      )}
      <More {...readings} />
    </Section>
  );
}
