import { Badge, Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { VisitStop } from "@/api/types";
import { formatTime } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";

const DecideDialog = lazy(() => import("./DecideDialog").then((m) => ({ default: m.DecideDialog })));

/** Somebody becomes overdue without anything being written. */
const LOOK_AGAIN = 30_000;

/** Who is out, since when and until when, and who waits to hear whether they may go. */
export function OutBoard() {
  const { t } = useTranslation();
  const { data, error } = useCall("visit_out_list", {}, { refetchInterval: LOOK_AGAIN });
  const [deciding, decide] = useState<string | null>(null);
  const items = [...(data?.items ?? [])].sort((a, b) => urgency(b) - urgency(a));
  const chosen = items.find(({ visit }) => visit?.id === deciding)?.visit;
  return (
    <Section title={t("visit.out")}>
      {error && !data && <ProblemNotice error={error} />}
      {data && items.length === 0 && <Text c="dimmed">{t("visit.nobody_out")}</Text>}
      <Rows label={t("visit.out")}>
        {items.map((stop) => (
          <Out key={stop.visit?.id} stop={stop} onDecide={() => decide(stop.visit?.id ?? null)} />
        ))}
      </Rows>
      <Suspense>{chosen && <DecideDialog visit={chosen} onClose={() => decide(null)} />}</Suspense>
    </Section>
  );
}

/** Who is overdue comes first, then who waits for an answer. */
function urgency({ visit }: VisitStop): number {
  if (visit?.is_overdue) return 2;
  return visit?.asked && !visit.decision && visit.status !== "arrived" ? 1 : 0;
}

function Out({ stop, onDecide }: { stop: VisitStop; onDecide: () => void }) {
  const { t } = useTranslation();
  const { visit, appointment, address } = stop;
  if (!visit) return null;
  const time = (at: string) => formatTime(at, appointment.time_zone);
  const since = visit.arrived_at ?? visit.set_out_at;
  const waits = urgency(stop) === 1;
  return (
    <Row
      title={
        <>
          {visit.staff.name},{" "}
          <Link
            to="/people/$personId"
            params={{ personId: visit.person.id }}
            search={{ case: visit.case_id }}
          >
            {visit.person.name}
          </Link>
        </>
      }
      detail={[
        since && t(visit.arrived_at ? "visit.there_since" : "visit.on_the_way_since", { when: time(since) }),
        visit.expected_end_at && t("visit.until", { when: time(visit.expected_end_at) }),
        waits && t("visit.waits", { name: visit.asked?.name ?? "" }),
        address,
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <>
          {visit.is_overdue && <Badge color="red">{t("visit.overdue_short")}</Badge>}
          {visit.alarm_id && (
            <Link
              to="/people/$personId"
              params={{ personId: visit.person.id }}
              search={{ tab: "overview", focus: visit.alarm_id, case: visit.case_id }}
              aria-label={t("visit.open_alert_of", { name: visit.staff.name })}
            >
              {t("visit.open_alert")}
            </Link>
          )}
          {waits && visit.can.includes("visit_decide") && (
            <Button
              size="compact-md"
              onClick={onDecide}
              aria-label={t("visit.decide_of", { name: visit.staff.name })}
            >
              {t("visit.decide")}
            </Button>
          )}
        </>
      }
    />
  );
}
