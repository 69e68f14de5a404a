import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { TransitionView } from "@/api/types";
import { DeadlineList } from "@/features/deadline/DeadlineList";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { Barriers, Checklist, Placements, TargetDay } from "./HospitalParts";
import { AvoidableDays } from "./AvoidableDays";
import { Medicines, Notices, Promises, Tcm } from "./HomeParts";
import { useLength } from "./length";
import { Receipts } from "./Receipts";
import { useStep } from "./useStep";
import classes from "./Transition.module.css";

const HeadDialog = lazy(() => import("./HeadDialog").then((m) => ({ default: m.HeadDialog })));

const route = getRouteApi("/stays/$stayId");

/** The way from the hospital, for those who plan it and those who receive: what happened, what was promised, what is due. */
export function TransitionScreen() {
  const { t } = useTranslation();
  const { stayId } = route.useParams();
  const transition = useCall("transition_get", { path: { id: stayId } });
  const view = transition.data;
  useTitle(t("transition.title"));
  return (
    <Stack gap="md" maw={1040}>
      {!view && <Title order={1}>{t("transition.title")}</Title>}
      {transition.error && <ProblemNotice error={transition.error} />}
      {transition.isPending && <Waiting lines={4} height={120} />}
      {view && <Transition key={stayId} transition={view} />}
    </Stack>
  );
}

function Transition({ transition }: { transition: TransitionView }) {
  const { t } = useTranslation();
  const planning = transition.phase === "planning";
  return (
    <>
      <Head transition={transition} />
      <Happened transition={transition} />
      {planning && (
        <>
          <TargetDay transition={transition} />
          <Barriers transition={transition} />
        </>
      )}
      <Promises transition={transition} />
      <Section title={t("transition.is_due")}>
        <Stack gap="md">
          <DeadlineList deadlines={transition.deadlines} zone={transition.time_zone} />
          <Tcm transition={transition} />
        </Stack>
      </Section>
      <Receipts transition={transition} />
      <Medicines transition={transition} />
      {transition.medicare && <Notices transition={transition} />}
      <Placements transition={transition} />
      <Checklist transition={transition} />
      {!planning && (
        <>
          <TargetDay transition={transition} />
          <Barriers transition={transition} />
        </>
      )}
      <AvoidableDays transition={transition} />
      <Closing transition={transition} />
    </>
  );
}

const colors = { planning: "blue", following: "teal", closed: "gray", cancelled: "gray" } as const;

function Head({ transition }: { transition: TransitionView }) {
  const { t } = useTranslation();
  const { person, phase, next_step } = transition;
  return (
    <header>
      <Title order={1}>{t("transition.of", { name: person.name })}</Title>
      <Group gap="sm" mt={4}>
        <Badge size="lg" variant="light" color={colors[phase]}>
          {t(`transition.phases.${phase}`)}
        </Badge>
        {next_step !== "nothing" && (
          <Text fw={600}>
            {t("transition.next")}: {t(`transition.steps.${next_step}`)}
          </Text>
        )}
        <Link to="/people/$personId" params={{ personId: person.id }} search={{ tab: "stays" }}>
          {t("today.open_person")}
        </Link>
      </Group>
    </header>
  );
}

function Happened({ transition }: { transition: TransitionView }) {
  const { t } = useTranslation();
  const length = useLength();
  const [editing, setEditing] = useState(false);
  const { stay, cases, can, time_zone, complexity, destination, left_by_target, summary } = transition;
  const yes = (value: boolean) => t(value ? "transition.facts.yes" : "transition.facts.no");
  const facts: [string, string][] = [
    [t("transition.facts.where"), stay.facility],
    [t("transition.facts.why"), stay.reason || t("state.none")],
    [t("transition.facts.admitted"), formatInstant(stay.admitted_at, time_zone)],
    [
      t("transition.facts.discharged"),
      stay.discharged_at ? formatInstant(stay.discharged_at, time_zone) : t("transition.facts.there"),
    ],
    [
      t("transition.facts.length"),
      stay.los_days == null ? length(transition) : t("stay.los", { count: stay.los_days }),
    ],
    [
      t("transition.destination"),
      destination ? t(`transition.destinations.${destination}`) : t("state.unknown"),
    ],
    [
      t("transition.facts.complexity"),
      complexity ? t(`transition.complexities.${complexity}`) : t("transition.facts.unjudged"),
    ],
    [t("transition.facts.psychiatric"), yes(transition.psychiatric)],
    [t("transition.facts.medicare"), yes(transition.medicare)],
    [
      t("transition.facts.programs"),
      cases.map(({ program, owner }) => `${program.name} (${owner.name})`).join(", ") || t("state.none"),
    ],
  ];
  if (left_by_target != null) facts.push([t("transition.facts.by_target"), yes(left_by_target)]);
  return (
    <Section
      title={t("transition.happened")}
      actions={
        <ActionButton
          can={can}
          operation="transition_update"
          variant="default"
          size="compact-md"
          onClick={() => setEditing(true)}
        >
          {t("transition.edit")}
        </ActionButton>
      }
    >
      <Stack gap="md">
        {stay.readmission && (
          <Badge variant="light" color="red" size="lg" w="fit-content">
            {t("transition.readmitted", { count: stay.readmission.days })}
          </Badge>
        )}
        <Facts items={facts} />
        {transition.clinical && (
          <div>
            <Text size="sm" c="dimmed">
              {t("transition.summary")}
            </Text>
            <Text className={classes.words}>{summary || t("transition.no_summary")}</Text>
          </div>
        )}
      </Stack>
      <Suspense>
        {editing && <HeadDialog transition={transition} onClose={() => setEditing(false)} />}
      </Suspense>
    </Section>
  );
}

/** The end: it leaves the list when everything promised is settled. */
function Closing({ transition }: { transition: TransitionView }) {
  const { t } = useTranslation();
  const step = useStep(transition);
  const { closed_at, closed_by, phase, time_zone } = transition;
  if (closed_at)
    return (
      <Text c="dimmed">
        {t("transition.closed", { when: formatInstant(closed_at, time_zone), name: closed_by?.name ?? "" })}
      </Text>
    );
  if (phase !== "following") return null;
  return (
    <Stack gap="xs">
      {step.error && <ProblemNotice error={step.error} />}
      <Group gap="sm">
        <ActionButton
          can={transition.can}
          operation="transition_act"
          variant="default"
          loading={step.isPending}
          onClick={() => step.take({ close: {} })}
        >
          {t("transition.close")}
        </ActionButton>
        <Text size="sm" c="dimmed">
          {t("transition.close_text")}
        </Text>
      </Group>
    </Stack>
  );
}
