import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDay, formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { ThresholdDialog } from "./ThresholdDialog";
import { valueText, type Unit } from "./format";

type Overview = Schemas["ReadingOverview"];
type Watch = Schemas["ReadingWatch"];

/** The range of each kind, who set it and why, and the newest reading. */
export function WatchList({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const [setting, set] = useState<Watch | null>(null);
  const { can, time_zone: zone, id } = overview;
  return (
    <Section title={t("reading.watched")}>
      <Rows label={t("reading.watched")}>
        {overview.kinds.map((watch) => (
          <WatchRow key={watch.kind} watch={watch} can={can} zone={zone} onSet={() => set(watch)} />
        ))}
      </Rows>
      {setting && <ThresholdDialog personId={id} watch={setting} onClose={() => set(null)} />}
    </Section>
  );
}

/** A range in words. */
function useRange() {
  const { t } = useTranslation();
  const side = (low: number | null | undefined, high: number | null | undefined) => {
    if (low != null && high != null) return t("reading.range", { low, high });
    if (low != null) return t("reading.from", { low });
    return high == null ? "" : t("reading.to", { high });
  };
  return ({ limits, unit, kind, watch_gain: gain }: Watch) => {
    const values = [side(limits.low, limits.high), side(limits.second_low, limits.second_high)];
    const both = values.filter(Boolean).join(" / ");
    const range = both ? `${both} ${t(`reading.units.${unit}`)}` : t("reading.no_range");
    return kind === "weight" ? `${range}; ${t(gain ? "reading.gain" : "reading.no_gain")}` : range;
  };
}

interface WatchRowProps {
  watch: Watch;
  can: string[];
  zone: string;
  onSet: () => void;
}

function WatchRow({ watch, can, zone, onSet }: WatchRowProps) {
  const { t } = useTranslation();
  const range = useRange();
  const { kind, latest, set } = watch;
  const unit = (code: Unit) => t(`reading.units.${code}`);
  const [own] = set;
  return (
    <Row
      title={t(`reading.kinds.${kind}`)}
      detail={range(watch)}
      actions={
        <ActionButton
          can={can}
          operation="reading_threshold_set"
          variant="default"
          size="compact-md"
          aria-label={t("reading.set_of", { kind: t(`reading.kinds.${kind}`) })}
          onClick={onSet}
        >
          {t("reading.set")}
        </ActionButton>
      }
    >
      <Text size="sm" c="dimmed">
        {own
          ? t("reading.own", { name: own.set_by.name, day: formatDay(own.set_at, zone), reason: own.reason })
          : t("reading.published")}
      </Text>
      {latest && (
        <Text size="sm">
          {t("reading.latest", {
            value: valueText(kind, latest, unit),
            when: formatInstant(latest.taken_at, zone),
          })}
          {latest.finding && `: ${t(`reading.findings.${latest.finding}`).toLowerCase()}`}
        </Text>
      )}
    </Row>
  );
}
