import { Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useLabels } from "@/features/consent/useLabels";
import { formatDate, formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { Documents } from "./Documents";
import { LinkSection } from "./LinkSection";
import { answersOf, type Referral } from "./referral";
import { ReferralBadges, useWaitText } from "./ReferralBadges";

const Acts = lazy(() => import("./Acts").then((m) => ({ default: m.Acts })));
const route = getRouteApi("/referrals/$referralId");

export type Asked = "send" | "answer" | "confirm" | "cancel" | "dates" | "edit";

/** One referral: where it stands, what may follow now, and everything that happened. */
export function ReferralDetailScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.referrals"));
  const { referralId: id } = route.useParams();
  const { data: referral, error } = useCall("referral_get", { path: { id } });
  return (
    <Stack gap="md" maw={1080}>
      <Link to="/referrals">{t("nav.referrals")}</Link>
      {error && <ProblemNotice error={error} />}
      {!referral && !error && <Waiting />}
      {referral && <Detail key={id} referral={referral} />}
    </Stack>
  );
}

function Detail({ referral }: { referral: Referral }) {
  const { t } = useTranslation();
  const waitText = useWaitText();
  const [asked, setAsked] = useState<Asked | null>(null);
  const history = useCall("referral_history", { path: { id: referral.id } });
  return (
    <>
      <Stack gap={4}>
        <Group gap="sm">
          <Title order={1}>
            {t("referral.line", { kind: t(`referral.kinds.${referral.kind}`), name: referral.person.name })}
          </Title>
          <ReferralBadges referral={referral} />
        </Group>
        <Text c="dimmed">{waitText(referral)}</Text>
        <Link
          to="/people/$personId"
          params={{ personId: referral.person.id }}
          search={{ tab: "referrals", case: referral.case_id }}
        >
          {t("today.open_person")}
        </Link>
      </Stack>
      <Buttons referral={referral} onAsk={setAsked} />
      <What referral={referral} />
      <Course referral={referral} onAsk={setAsked} />
      <Documents referral={referral} />
      <LinkSection referral={referral} links={history.data?.links ?? []} />
      <Section title={t("referral.history")}>
        {history.error && <ProblemNotice error={history.error} />}
        <Rows>
          {history.data?.events.map((event) => (
            <Row
              key={event.id}
              title={t(`referral.actions.${event.action}`)}
              detail={[
                formatInstant(event.at),
                event.party === "system" ? t("referral.platform") : event.by,
                event.day && t("referral.on_day", { day: formatDate(event.day) }),
              ]
                .filter(Boolean)
                .join(" · ")}
            >
              {event.note && <Text size="sm">{event.note}</Text>}
            </Row>
          ))}
        </Rows>
      </Section>
      <Suspense>
        {asked && <Acts asked={asked} referral={referral} onClose={() => setAsked(null)} />}
      </Suspense>
    </>
  );
}

/** Only what the server says may follow; the step that is waited for comes first. */
function Buttons({ referral, onAsk }: { referral: Referral; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const { can, actions, wait } = referral;
  const button = (
    operation: "referral_send" | "referral_answer" | "referral_confirm",
    what: Asked,
    text: string,
  ) =>
    can.includes(operation) && (
      <ActionButton
        key={what}
        can={can}
        operation={operation}
        variant={(wait === "confirmation") === (what === "confirm") ? "filled" : "default"}
        onClick={() => onAsk(what)}
      >
        {text}
      </ActionButton>
    );
  const answers = answersOf(actions);
  if (can.length === 0) return null;
  return (
    <Group gap="sm">
      {button("referral_send", "send", t("referral.send"))}
      {answers.length > 0 && button("referral_answer", "answer", t("referral.answer"))}
      {button("referral_confirm", "confirm", t("referral.confirm"))}
      {can.includes("referral_update") && (
        <ActionButton can={can} operation="referral_update" variant="default" onClick={() => onAsk("edit")}>
          {t("action.edit")}
        </ActionButton>
      )}
      {can.includes("referral_cancel") && (
        <ActionButton can={can} operation="referral_cancel" variant="subtle" onClick={() => onAsk("cancel")}>
          {t("referral.cancel")}
        </ActionButton>
      )}
    </Group>
  );
}

function What({ referral }: { referral: Referral }) {
  const { t } = useTranslation();
  const words = useWords();
  const labelText = useLabels();
  const { data: sharing } = useCall("referral_disclosure", { path: { id: referral.id } });
  const { confirmation: asked, channel, spoke_with: who } = referral;
  const sent = referral.sent_at && [
    formatInstant(referral.sent_at),
    channel && t(`referral.channels.${channel}`),
    who,
  ];
  const ended =
    (referral.decline_reason && t(`referral.declines.${referral.decline_reason}`)) ||
    (referral.not_received_reason && t(`referral.misses.${referral.not_received_reason}`)) ||
    (referral.cancel_reason && t(`referral.cancels.${referral.cancel_reason}`));
  const said =
    asked &&
    t("referral.confirmed_line", { with: words(asked.with), way: words(asked.way), by: asked.by.name });
  const all: [string, ReactNode][] = [
    [t("referral.recipient"), referral.recipient],
    [t("referral.request"), referral.request],
    [t("consent.labels"), sharing && labelText(sharing.labels)],
    [t("referral.note"), referral.note],
    [t("referral.duplicate_reason"), referral.duplicate_reason],
    [t("referral.sent"), sent && sent.filter(Boolean).join(" · ")],
    [t("referral.accepted"), referral.accepted_at && formatInstant(referral.accepted_at)],
    [t("referral.scheduled"), referral.scheduled_on && formatDate(referral.scheduled_on)],
    [t("referral.served"), referral.served_on && formatDate(referral.served_on)],
    [t("referral.confirmed"), said],
    [t("referral.why_ended"), ended],
    [t("case.owner"), referral.owner.name],
  ];
  return (
    <Section title={t("referral.what")}>
      <Facts items={all.filter(([, value]) => Boolean(value))} />
    </Section>
  );
}

const courses = {
  benefit: { title: "referral.benefit_course", operation: "referral_benefit_update" },
  housing: { title: "referral.housing_course", operation: "referral_housing_update" },
  dme: { title: "referral.equipment_course", operation: "referral_equipment_update" },
} as const;

/** What is known of the course of a referral, as labels and values. */
function useCourse({ benefit, housing, equipment }: Referral): [string, ReactNode][] {
  const { t } = useTranslation();
  const on = (day: string | null | undefined) => day && formatDate(day);
  const decided = (day: string | null | undefined, decision: string | null | undefined) =>
    day && decision && `${formatDate(day)}: ${t(`referral.decisions.${decision as "approved"}`)}`;
  if (benefit) {
    return [
      [t("referral.benefit"), t(`referral.benefits.${benefit.benefit}`)],
      [t("referral.applied_on"), on(benefit.applied_on)],
      [t("referral.decided_on"), decided(benefit.decided_on, benefit.decision)],
      [t("referral.appealed_on"), on(benefit.appealed_on)],
      [t("referral.appeal_decided_on"), decided(benefit.appeal_decided_on, benefit.appeal_decision)],
    ];
  }
  if (equipment) {
    return [
      [t("referral.item"), t(`referral.items.${equipment.item}`)],
      [t("referral.prescribed_on"), on(equipment.prescribed_on)],
      [t("referral.ordered_on"), on(equipment.ordered_on)],
      [t("referral.shipped_on"), on(equipment.shipped_on)],
      [t("referral.delivered_on"), on(equipment.delivered_on)],
      [t("referral.set_up_on"), on(equipment.set_up_on)],
    ];
  }
  return [
    [t("referral.applied_on"), on(housing?.applied_on)],
    [t("referral.approved_on"), on(housing?.approved_on)],
    [t("referral.unit_found_on"), on(housing?.unit_found_on)],
    [t("referral.moved_in_on"), on(housing?.moved_in_on)],
  ];
}

/** The dates of an application, on the way to a home, or of equipment; nothing for what has none. */
function Course({ referral, onAsk }: { referral: Referral; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const { kind, can } = referral;
  const known = useCourse(referral).filter(([, value]) => Boolean(value));
  if (kind !== "benefit" && kind !== "housing" && kind !== "dme") return null;
  const { title, operation } = courses[kind];
  return (
    <Section
      title={t(title)}
      actions={
        can.includes(operation) && (
          <ActionButton can={can} operation={operation} variant="default" onClick={() => onAsk("dates")}>
            {t("referral.dates")}
          </ActionButton>
        )
      }
    >
      {known.length > 0 ? <Facts items={known} /> : <Text c="dimmed">{t("referral.no_dates")}</Text>}
    </Section>
  );
}
