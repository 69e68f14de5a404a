import { ActionIcon, Badge, Button, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CaseView, Coverage, PersonOverview, PersonView, RelatedPerson } from "@/api/types";
import { useCapability } from "@/app/me";
import { DeadlineList } from "@/features/deadline/DeadlineList";
import { TaskList } from "@/features/task/TaskList";
import { formatDate, formatDay } from "@/lib/dates";
import { MemberDialog } from "@/features/case/MemberDialog";
import { Members } from "@/features/case/Members";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Facts } from "@/ui/Facts";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { personLabel } from "./label";
import { Lately } from "./Lately";
import classes from "./Person.module.css";

const RelatedPersonDialog = lazy(() =>
  import("./RelatedPersonDialog").then((m) => ({ default: m.RelatedPersonDialog })),
);
const RelatedPersonEndDialog = lazy(() =>
  import("./RelatedPersonDialog").then((m) => ({ default: m.RelatedPersonEndDialog })),
);
const MilestoneSection = lazy(() =>
  import("@/features/milestone/MilestoneSection").then((m) => ({ default: m.MilestoneSection })),
);
const KeptSection = lazy(() => import("./KeptSection").then((m) => ({ default: m.KeptSection })));
const LookupDialog = lazy(() =>
  import("@/features/insurance_plan/LookupDialog").then((m) => ({ default: m.LookupDialog })),
);
const CoverageDialog = lazy(() => import("./CoverageDialog").then((m) => ({ default: m.CoverageDialog })));

interface OverviewTabProps {
  overview: PersonOverview;
  current: CaseView | undefined;
}

/** What is due and what is in the way, beside who the person is. */
export function OverviewTab({ overview, current }: OverviewTabProps) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useCapability();
  const { person, deadlines, tasks, needs, care_plans: plans } = overview;
  const zone = current?.time_zone;
  const activeNeeds = needs.filter(({ status }) => status === "active" || status === "candidate");
  // What is followed and what is being written; where there is neither, what was followed last.
  const live = plans.filter(({ status }) => status === "active" || status === "draft");
  const shown = live.length > 0 ? live : plans.filter(({ status }) => status === "completed").slice(0, 1);

  return (
    <div className={classes.columns}>
      <Stack gap="md">
        <Section title={t("deadline.title")}>
          <DeadlineList deadlines={deadlines} zone={zone} />
        </Section>
        <Section title={t("task.open_tasks")}>
          <TaskList tasks={tasks} zone={zone} />
        </Section>
        {/* Below the rows that are clicked: it has a read of its own, and comes later. */}
        <Suspense>{current && may("milestone_read") && <MilestoneSection current={current} />}</Suspense>
        <Lately overview={overview} zone={zone} />
        <Section title={t("need.title")}>
          {activeNeeds.length === 0 && <Text c="dimmed">{t("need.none")}</Text>}
          <Rows>
            {activeNeeds.map((need) => (
              <Row
                key={need.id}
                title={need.title}
                detail={[words(need.status), need.code].filter(Boolean).join(" · ")}
              />
            ))}
          </Rows>
        </Section>
      </Stack>
      <Stack gap="md">
        {current && <CaseCard current={current} />}
        <Section title={t("care_plan.title")}>
          {shown.length === 0 && <Text c="dimmed">{t("care_plan.none")}</Text>}
          <Rows>
            {shown.map((plan) => (
              <Row
                key={plan.id}
                title={
                  <Link to="/care-plans/$carePlanId" params={{ carePlanId: plan.id }}>
                    {words(plan.kind)}
                  </Link>
                }
                detail={t("care_plan.revision_status", {
                  revision: plan.revision,
                  status: words(plan.status),
                })}
              />
            ))}
          </Rows>
        </Section>
        <Related person={person} related={overview.related} />
        <Coverages person={person} coverages={overview.coverages} />
        <Details person={person} />
        <Received overview={overview} zone={zone} />
        <Suspense>{may("assessment_read") && <KeptSection personId={person.id} />}</Suspense>
      </Stack>
    </div>
  );
}

function Details({ person }: { person: PersonView }) {
  const { t } = useTranslation();
  const { address } = person;
  const place = [
    address?.line,
    address?.city,
    [address?.state, address?.postal_code].filter(Boolean).join(" "),
  ];
  return (
    <Section title={t("person.details")}>
      <Facts
        items={[
          [t("person.address"), place.filter(Boolean).join(", ") || t("state.unknown")],
          [t("person.email"), person.email ?? t("state.unknown")],
          ...person.identifiers.map(({ system, value }): [string, string] => [identifierName(system), value]),
        ]}
      />
    </Section>
  );
}

/** The last part of the system's address says what it numbers; the common ones are known by name. */
function identifierName(system: string): string {
  const last = system.split(/[:/#]/).filter(Boolean).at(-1) ?? system;
  return last.length <= 4 ? last.toUpperCase() : last;
}

function CaseCard({ current }: { current: CaseView }) {
  const { t } = useTranslation();
  const words = useWords();
  const [adding, setAdding] = useState(false);
  const members = <Members current={current} />;
  return (
    <Section
      title={current.program.name}
      actions={
        <ActionButton
          can={current.can}
          operation="case_member_create"
          aria-label={t("case.member_add")}
          variant="subtle"
          size="compact-md"
          onClick={() => setAdding(true)}
        >
          {t("action.add")}
        </ActionButton>
      }
    >
      {adding && <MemberDialog current={current} onClose={() => setAdding(false)} />}
      <Facts
        items={[
          [t("case.called"), personLabel(t, current.person_label)],
          [t("case.stage"), words(current.stage)],
          [t("case.owner"), current.owner?.name ?? t("state.none")],
          [t("case.team"), current.team?.name ?? t("state.none")],
          [t("case.enrolled"), formatDay(current.enrolled_at, current.time_zone)],
          [t("case.members"), members],
        ]}
      />
    </Section>
  );
}

function Related({ person, related }: { person: PersonView; related: PersonOverview["related"] }) {
  const { t } = useTranslation();
  const words = useWords();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<RelatedPerson | null>(null);
  const [ending, setEnding] = useState<RelatedPerson | null>(null);
  return (
    <Section
      title={t("person.related")}
      actions={
        <ActionButton
          can={person.can}
          operation="related_person_create"
          variant="subtle"
          size="compact-md"
          onClick={() => setAdding(true)}
        >
          {t("action.add")}
        </ActionButton>
      }
    >
      {related.length === 0 && <Text c="dimmed">{t("person.related_none")}</Text>}
      <Rows>
        {related.map((one) => (
          <Row
            key={one.id}
            title={one.name}
            detail={[words(one.relationship), one.phone].filter(Boolean).join(" · ")}
            actions={
              <>
                {one.is_caregiver && <Badge variant="light">{t("person.caregiver")}</Badge>}
                <Badge variant="light" color={one.may_discuss ? "teal" : "red"}>
                  {t(one.may_discuss ? "person.may_discuss" : "person.may_not_discuss")}
                </Badge>
                <ActionButton
                  can={one.can}
                  operation="related_person_update"
                  variant="subtle"
                  size="compact-md"
                  aria-label={t("person.related_change", { name: one.name })}
                  onClick={() => setChanging(one)}
                >
                  {t("action.edit")}
                </ActionButton>
                {one.can.includes("related_person_end") && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t("person.related_end", { name: one.name })}
                    onClick={() => setEnding(one)}
                  >
                    <IconX size={16} aria-hidden />
                  </ActionIcon>
                )}
              </>
            }
          />
        ))}
      </Rows>
      <Suspense>
        {adding && <RelatedPersonDialog personId={person.id} onClose={() => setAdding(false)} />}
        {changing && (
          <RelatedPersonDialog
            key={changing.id}
            personId={person.id}
            related={changing}
            onClose={() => setChanging(null)}
          />
        )}
        {ending && <RelatedPersonEndDialog related={ending} onClose={() => setEnding(null)} />}
      </Suspense>
    </Section>
  );
}

function Coverages({ person, coverages }: { person: PersonView; coverages: PersonOverview["coverages"] }) {
  const { t } = useTranslation();
  const words = useWords();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Coverage | null>(null);
  const [asking, ask] = useState<Coverage | null>(null);
  const asks = useCapability()("authorization_read");
  return (
    <Section
      title={t("person.coverage")}
      actions={
        <ActionButton
          can={person.can}
          operation="coverage_create"
          variant="subtle"
          size="compact-md"
          onClick={() => setAdding(true)}
        >
          {t("action.add")}
        </ActionButton>
      }
    >
      {coverages.length === 0 && <Text c="dimmed">{t("person.coverage_none")}</Text>}
      <Rows>
        {coverages.map((coverage) => (
          <Row
            key={coverage.id}
            title={coverage.payer}
            detail={[
              words(coverage.kind),
              coverage.line && t(`authorization.line.${coverage.line}`),
              coverage.member_id,
              coverage.ends_on && t("person.until", { on: formatDate(coverage.ends_on) }),
            ]
              // Medicare Advantage is a kind of coverage and a line of business.
              .filter((part, at, all) => part && all.indexOf(part) === at)
              .join(" · ")}
            actions={
              <>
                {asks && (
                  <Button
                    variant="subtle"
                    size="compact-md"
                    aria-label={t("person.coverage_ask_of", { payer: coverage.payer })}
                    onClick={() => ask(coverage)}
                  >
                    {t("person.coverage_ask")}
                  </Button>
                )}
                <ActionButton
                  can={coverage.can}
                  operation="coverage_update"
                  variant="subtle"
                  size="compact-md"
                  aria-label={t("person.coverage_change", { payer: coverage.payer })}
                  onClick={() => setChanging(coverage)}
                >
                  {t("action.edit")}
                </ActionButton>
              </>
            }
          />
        ))}
      </Rows>
      <Suspense>
        {asking && <LookupDialog key={asking.id} coverage={asking} onClose={() => ask(null)} />}
        {adding && <CoverageDialog personId={person.id} onClose={() => setAdding(false)} />}
        {changing && (
          <CoverageDialog
            key={changing.id}
            personId={person.id}
            coverage={changing}
            onClose={() => setChanging(null)}
          />
        )}
      </Suspense>
    </Section>
  );
}

/** Medicines and readings that came with the record. */
function Received({ overview, zone }: { overview: PersonOverview; zone: string | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  const { medications, observations } = overview;
  if (medications.length + observations.length === 0) return null;
  return (
    <Section title={t("person.received")}>
      <Rows>
        {medications.map(({ id, title, status, ordered_at }) => (
          <Row key={id} title={title} detail={`${words(status)} · ${formatDay(ordered_at, zone)}`} />
        ))}
        {observations.map(({ id, title, value, value_text, unit, observed_at }) => (
          <Row
            key={id}
            title={title}
            detail={`${[value ?? value_text, unit].filter((part) => part != null).join(" ")} · ${formatDay(observed_at, zone)}`}
          />
        ))}
      </Rows>
    </Section>
  );
}
