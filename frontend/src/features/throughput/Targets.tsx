import { Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { ThroughputTarget } from "@/api/types";
import { formatDate, todayIn } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";

const TargetDialog = lazy(() => import("./TargetDialog").then((m) => ({ default: m.TargetDialog })));

/** What a team is asked for on a day; a lead sets it, everybody sees it beside their own count only. */
export function Targets({ teamId }: { teamId: string }) {
  const { t } = useTranslation();
  const [setting, set] = useState(false);
  const { data, error } = useCall("throughput_target_list", { query: { team_id: teamId } });
  if (error) return <ProblemNotice error={error} />;
  if (!data) return null;
  const { team, program, time_zone, in_force, set: known, can } = data;
  const today = todayIn(time_zone);
  const holds = new Set(in_force.map(({ id }) => id));
  const later = known.filter(({ id, valid_from }) => valid_from > today && !holds.has(id));
  return (
    <Section
      title={t("throughput.title")}
      actions={
        can.length > 0 && (
          <ActionButton
            can={can}
            operation="throughput_target_create"
            variant="default"
            onClick={() => set(true)}
          >
            {t("throughput.set")}
          </ActionButton>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t("throughput.text")}
      </Text>
      {in_force.length === 0 && <Text>{t("throughput.none")}</Text>}
      <Rows label={t("throughput.title")}>
        {[...in_force, ...later].map((target) => (
          <Target key={target.id} target={target} />
        ))}
      </Rows>
      <Suspense>
        {setting && (
          <TargetDialog team={team} program={program} zone={time_zone} onClose={() => set(false)} />
        )}
      </Suspense>
    </Section>
  );
}

function Target({ target }: { target: ThroughputTarget }) {
  const { t } = useTranslation();
  const { kind, per_day, valid_from, team, program, reason, set_by } = target;
  return (
    <Row
      title={t("throughput.per_day", { count: per_day, what: t(`throughput.kinds.${kind}`) })}
      detail={[
        team?.name ?? t("throughput.every_team", { program: program.name }),
        t("throughput.since", { on: formatDate(valid_from) }),
        set_by.name,
        reason,
      ].join(" · ")}
    />
  );
}
