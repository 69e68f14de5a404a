import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import {
  IconAlertTriangle,
  IconBuildingHospital,
  IconHourglassHigh,
  IconListDetails,
  IconTarget,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView, Conference } from "@/api/types";
import { useScoreWords } from "@/features/assessment/words";
import { useRuleWords } from "@/features/deadline/words";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { colors } from "./ConferenceSection";
import { Minutes } from "./Minutes";

const route = getRouteApi("/conferences/$conferenceId");

const icons = {
  alert: IconAlertTriangle,
  deadline: IconHourglassHigh,
  stay: IconBuildingHospital,
  goal: IconTarget,
  need: IconListDetails,
};

/** One conference: what to look at, who was there, what was decided, and what is to be done. */
export function ConferenceScreen() {
  const { t } = useTranslation();
  useTitle(t("conference.one"));
  const { conferenceId } = route.useParams();
  const conference = useCall("conference_get", { path: { id: conferenceId } });
  const caseId = conference.data?.case_id ?? "";
  const current = useCall("case_get", { path: { id: caseId } }, { enabled: caseId !== "" });
  const error = conference.error ?? current.error;
  if (error && !(conference.data && current.data)) return <ProblemNotice error={error} />;
  if (!conference.data || !current.data) return <Waiting lines={4} height={90} />;
  return <Shown key={conferenceId} conference={conference.data} current={current.data} />;
}

function Shown({ conference, current }: { conference: Conference; current: CaseView }) {
  const { t } = useTranslation();
  const { id, version, kind, status, scheduled_at, held_at, reason, can } = conference;
  const [cancelling, setCancelling] = useState(false);
  const cancel = useAct("conference_cancel", { onSuccess: () => setCancelling(false) });
  const zone = current.time_zone;
  return (
    <Stack gap="md" maw={900}>
      <div>
        <Group gap="sm">
          <Title order={1}>{t(`conference.kinds.${kind}`)}</Title>
          <Badge size="lg" variant="light" color={colors[status]}>
            {t(`conference.status.${status}`)}
          </Badge>
        </Group>
        <Text c="dimmed">
          <Link
            to="/people/$personId"
            params={{ personId: current.person.id }}
            search={{ tab: "team", case: current.id }}
          >
            {current.person.name}
          </Link>{" "}
          · {formatInstant(held_at ?? scheduled_at, zone)} · {current.program.name}
        </Text>
        {reason && <Text>{t("conference.because", { reason })}</Text>}
      </div>
      <Agenda conference={conference} zone={zone} />
      {status === "planned" && can.includes("conference_hold") && (
        <Minutes key={id} conference={conference} current={current} />
      )}
      {status === "held" && <Outcome conference={conference} zone={zone} />}
      {status === "planned" && (
        <ActionButton
          can={can}
          operation="conference_cancel"
          variant="default"
          w="fit-content"
          onClick={() => setCancelling(true)}
        >
          {t("conference.cancel")}
        </ActionButton>
      )}
      {cancelling && (
        <ReasonDialog
          draft={`conference-cancel:${id}`}
          title={t("conference.cancel")}
          label={t("conference.reason")}
          submit={t("conference.cancel")}
          busy={cancel.isPending}
          error={cancel.error}
          onSubmit={(why) => cancel.mutate({ path: { id }, version, body: { reason: why } })}
          onClose={() => setCancelling(false)}
        />
      )}
    </Stack>
  );
}

function Agenda({ conference, zone }: { conference: Conference; zone: string }) {
  const { t } = useTranslation();
  const rules = useRuleWords();
  const scores = useScoreWords();
  const said = (kind: Conference["agenda"][number]["kind"], title: string) => {
    if (kind === "alert") return scores.trigger(title);
    return kind === "deadline" ? rules.title(title) : title;
  };
  const { agenda, status } = conference;
  if (status === "cancelled") return null;
  return (
    <Section title={t("conference.agenda")}>
      <Text c="dimmed" size="sm" mb="sm">
        {t(status === "planned" ? "conference.agenda_now" : "conference.agenda_then")}
      </Text>
      {agenda.length === 0 && <Text>{t("conference.agenda_none")}</Text>}
      <Rows label={t("conference.agenda")}>
        {agenda.map(({ kind, record_id, title, at }) => {
          const Icon = icons[kind];
          return (
            <Row
              key={`${kind}${record_id}`}
              icon={<Icon size={18} stroke={1.7} aria-hidden />}
              title={said(kind, title)}
              detail={[t(`conference.item.${kind}`), at && formatInstant(at, zone)]
                .filter(Boolean)
                .join(" · ")}
            />
          );
        })}
      </Rows>
    </Section>
  );
}

/** What came of a conference that was held. */
function Outcome({ conference, zone }: { conference: Conference; zone: string }) {
  const { t } = useTranslation();
  const { attendees, decisions, actions, next_by } = conference;
  const names = (present: boolean) =>
    attendees
      .filter((one) => one.present === present)
      .map(({ name, role }) => (role ? `${name} (${role})` : name))
      .join(", ");
  const absent = names(false);
  return (
    <>
      <Section title={t("conference.attendees")}>
        <Text>{t("conference.present_names", { names: names(true) })}</Text>
        {absent && <Text c="dimmed">{t("conference.absent_names", { names: absent })}</Text>}
        {next_by && <Text c="dimmed">{t("conference.next_by", { when: formatInstant(next_by, zone) })}</Text>}
      </Section>
      <Section title={t("conference.decisions")}>
        {decisions.length === 0 && <Text c="dimmed">{t("state.none")}</Text>}
        <Rows label={t("conference.decisions")}>
          {decisions.map((line, index) => (
            <Row key={index} title={line} />
          ))}
        </Rows>
      </Section>
      <Section title={t("conference.actions")}>
        {actions.length === 0 && <Text c="dimmed">{t("state.none")}</Text>}
        <Rows label={t("conference.actions")}>
          {actions.map(({ task_id, title, owner, due_at }) => (
            <Row
              key={task_id}
              title={title}
              detail={t("task.owner_due", { owner: owner.name, due: formatInstant(due_at, zone) })}
            />
          ))}
        </Rows>
      </Section>
    </>
  );
}
