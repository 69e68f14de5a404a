import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CarePlanView, Intervention, PlanAdherence } from "@/api/types";
import { useStaffName } from "@/features/staff/StaffSelect";
import { formatDate } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { Kept, percentOf } from "./Kept";
import { plainWords } from "./plain";

const Occurrences = lazy(() => import("./Occurrences").then((m) => ({ default: m.Occurrences })));

/** Who does what, how often, when next, and how well it is kept. */
export function Interventions({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const kept = useCall("occurrence_list", { path: { id: plan.id } });
  const interventions = plan.content.interventions ?? [];
  return (
    <Section title={t("care_plan.interventions")}>
      {kept.error && <ProblemNotice error={kept.error} />}
      {kept.data && <Kept adherence={kept.data.adherence} label={t("plan_says.kept.of_plan")} />}
      {interventions.length === 0 && <Text c="dimmed">{t("state.none")}</Text>}
      <Rows>
        {interventions.map((one) => (
          <One
            key={one.id}
            caseId={plan.case_id}
            intervention={one}
            kept={kept.data?.interventions.find(({ intervention_id }) => intervention_id === one.id)}
          />
        ))}
      </Rows>
    </Section>
  );
}

function One({
  caseId,
  intervention,
  kept,
}: {
  caseId: string;
  intervention: Intervention;
  kept: PlanAdherence["interventions"][number] | undefined;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const nameOf = useStaffName();
  const [open, setOpen] = useState(false);
  // What was done once and is done has no next time.
  const due = kept && kept.occurrences.length > 0 ? kept.next_due_on : intervention.due_on;
  return (
    <Row
      title={intervention.text}
      detail={[
        intervention.owner_id && nameOf(intervention.owner_id),
        t(`care_plan.frequencies.${intervention.frequency}`),
        intervention.status === "active"
          ? due && t("plan.adherence.next", { day: formatDate(due) })
          : words(intervention.status),
        kept && kept.adherence.due > 0 && t("plan_says.kept.rate", { rate: percentOf(kept.adherence) }),
        ...plainWords(intervention.plain, t).map((one) => `${one.name}: ${one.words}`),
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        kept &&
        kept.occurrences.length > 0 && (
          <Button
            variant="subtle"
            size="compact-md"
            aria-expanded={open}
            aria-label={t("plan.adherence.times_of", { what: intervention.text })}
            onClick={() => setOpen(!open)}
          >
            {t(open ? "plan.adherence.hide" : "plan.adherence.times")}
          </Button>
        )
      }
    >
      <Suspense fallback={<Waiting lines={3} />}>
        {open && kept && <Occurrences caseId={caseId} occurrences={kept.occurrences} />}
      </Suspense>
    </Row>
  );
}
