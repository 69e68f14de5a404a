import { Button, Select, Stack, Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Capability, CaseView, PersonOverview } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { personTabs } from "@/app/search";
import { AlertPanel } from "@/features/alert/AlertPanel";
import { AppointmentTab } from "@/features/appointment/AppointmentTab";
import { AssessmentTab } from "@/features/assessment/AssessmentTab";
import { AuthorizationTab } from "@/features/authorization/AuthorizationTab";
import { CarePlanTab } from "@/features/care_plan/CarePlanTab";
import { focusCase, type CaseTarget } from "@/features/case/focus";
import { ContactTab } from "@/features/contact/ContactTab";
import { TeachingTab } from "@/features/education/TeachingTab";
import { HandOffNotice } from "@/features/hand_off/HandOffNotice";
import { TeamTab } from "@/features/message/TeamTab";
import { ReadingTab } from "@/features/reading/ReadingTab";
import { ReferralTab } from "@/features/referral/ReferralTab";
import { StayTab } from "@/features/stay/StayTab";
import { openTask } from "@/features/task/open";
import { useShortcuts } from "@/lib/shortcuts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { AccessTab } from "./AccessTab";
import { currentCase } from "./current";
import { OverviewTab } from "./OverviewTab";
import { PersonHeader } from "./PersonHeader";
import { TimelineTab } from "./TimelineTab";
import classes from "./Person.module.css";

const SharingTab = lazy(() =>
  import("@/features/consent/SharingTab").then((m) => ({ default: m.SharingTab })),
);
const route = getRouteApi("/people/$personId");

/** Tabs that not every role has. */
const tabNeeds: Partial<Record<(typeof personTabs)[number], Capability>> = {
  access: "access_log_read",
  appointments: "appointment_read",
  team: "message_read",
  sharing: "care_team_read",
  readings: "reading_read",
  referrals: "referral_read",
  authorizations: "authorization_read",
  teaching: "teaching_read",
};

/** One screen for one person: who they are, what is due, and everything that happened. */
export function PersonScreen() {
  const { t } = useTranslation();
  useTitle(t("person.title"));
  const { personId } = route.useParams();
  const overview = useCall("person_overview", { path: { id: personId } });
  if (overview.error && !overview.data) {
    return (
      <ProblemNotice error={overview.error}>
        <Button variant="default" w="fit-content" onClick={() => void overview.refetch()}>
          {t("action.try_again")}
        </Button>
      </ProblemNotice>
    );
  }
  if (!overview.data) return <Waiting lines={5} height={90} />;
  // With its own state for each person: an open dialog never goes on with the next one.
  return <Person key={personId} overview={overview.data} />;
}

const toTarget = (one: CaseView): CaseTarget => ({
  caseId: one.id,
  personId: one.person.id,
  personName: one.person.name,
  programName: one.program.name,
  timeZone: one.time_zone,
});

function Person({ overview }: { overview: PersonOverview }) {
  const { t } = useTranslation();
  const may = useCapability();
  const { person, related, cases, alerts, hand_offs, crisis_plans } = overview;
  const { tab, focus, case: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const [shownCase, setShownCase] = useState<string>();
  const current = currentCase(cases, wanted, me.id, shownCase);
  if (current?.id !== shownCase) setShownCase(current?.id);
  useShortcuts({ new_task: () => openTask() });

  useEffect(() => {
    focusCase.set(current ? toTarget(current) : null);
    return () => focusCase.set(null);
  }, [current]);

  const shown = personTabs.filter((name) => {
    const needed = tabNeeds[name];
    return !needed || may(needed);
  });
  const active = tab && shown.includes(tab) ? tab : "overview";
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the tab of the address may lie beyond the edge. Only the bar moves, never the page.
    const chosen = bar.current?.querySelector("[data-active]")?.getBoundingClientRect();
    const around = bar.current?.getBoundingClientRect();
    if (bar.current && chosen && around)
      bar.current.scrollLeft += chosen.left + chosen.width / 2 - around.left - around.width / 2;
  }, [active]);

  return (
    <Stack gap="md">
      <PersonHeader
        person={person}
        related={related}
        current={current}
        cases={cases}
        crisisPlan={crisis_plans[0]}
        decide={focus === "tier"}
      />
      {alerts
        .filter(({ status }) => status !== "closed")
        .map((alert) => (
          <AlertPanel
            key={alert.id}
            alert={alert}
            zone={cases.find(({ id }) => id === alert.case_id)?.time_zone}
            focused={focus === alert.id}
            planned={crisis_plans[0]?.status === "in_force"}
          />
        ))}
      {hand_offs
        .filter(({ status }) => status === "offered")
        .map((handOff) => (
          <HandOffNotice
            key={handOff.id}
            handOff={handOff}
            zone={cases.find(({ id }) => id === handOff.case_id)?.time_zone}
          />
        ))}
      {cases.length > 1 && (
        <Select
          label={t("case.case")}
          value={current?.id ?? null}
          onChange={(id) =>
            void navigate({ search: (now) => ({ ...now, case: id ?? undefined }), replace: true })
          }
          data={cases.map((one) => ({ value: one.id, label: one.program.name }))}
          maw={360}
        />
      )}
      <Tabs
        value={active}
        onChange={(name) => {
          const next = personTabs.find((known) => known === name);
          void navigate({
            search: (now) => ({ ...now, tab: next, focus: undefined, arrange: undefined }),
            replace: true,
            resetScroll: false,
          });
        }}
        keepMounted={false}
      >
        <Tabs.List ref={bar} className={classes.tabs} aria-label={t("person.sections")}>
          {shown.map((name) => (
            <Tabs.Tab key={name} value={name} className={classes.tab}>
              {t(`person.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((name) => (
          <Tabs.Panel key={name} value={name} pt="md">
            {name === active && (
              <Panel name={name} overview={overview} current={current} startNow={focus === "start"} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}

interface PanelProps {
  name: (typeof personTabs)[number];
  overview: PersonOverview;
  current: CaseView | undefined;
  startNow: boolean;
}

function Panel({ name, overview, current, startNow }: PanelProps) {
  const { person } = overview;
  switch (name) {
    case "overview":
      return <OverviewTab overview={overview} current={current} />;
    case "plan":
      return <CarePlanTab overview={overview} current={current} startNow={startNow} />;
    case "assessments":
      return <AssessmentTab overview={overview} current={current} />;
    case "contacts":
      return <ContactTab overview={overview} current={current} />;
    case "appointments":
      return <AppointmentTab personId={person.id} current={current} />;
    case "team":
      return <TeamTab person={person} current={current} />;
    case "sharing":
      return (
        <Suspense fallback={<Waiting />}>
          <SharingTab person={person} caseId={current?.id} />
        </Suspense>
      );
    case "stays":
      return <StayTab person={person} stays={overview.stays} />;
    case "readings":
      return <ReadingTab personId={person.id} />;
    case "referrals":
      return <ReferralTab personId={person.id} current={current} needs={overview.needs} />;
    case "authorizations":
      return <AuthorizationTab personId={person.id} current={current} coverages={overview.coverages} />;
    case "teaching":
      return <TeachingTab person={person} current={current} needs={overview.needs} />;
    case "timeline":
      return <TimelineTab personId={person.id} cases={overview.cases} />;
    case "access":
      return <AccessTab personId={person.id} />;
  }
}
