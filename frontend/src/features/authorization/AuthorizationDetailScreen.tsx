import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Authorization } from "@/api/types";
import { formatDate, formatInstant } from "@/lib/dates";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { Actions } from "./Actions";
import { AppealRow } from "./AppealRow";
import { Checklist } from "./Checklist";
import { Clock } from "./Clock";
import { statusColor } from "./fields";
import { Decisions, Units } from "./Outcome";

const route = getRouteApi("/authorizations/$authorizationId");

/** One request with everything on one page: its clock, papers, criteria, decisions, appeals, units and history. */
export function AuthorizationDetailScreen() {
  const { t } = useTranslation();
  useTitle(t("authorization.one"));
  const { authorizationId: id } = route.useParams();
  const { data: request, error } = useCall("authorization_get", { path: { id } });
  return (
    <Stack gap="md" maw={980}>
      <Link to="/authorizations">{t("nav.authorizations")}</Link>
      {error && <ProblemNotice error={error} />}
      {!request && !error && <Waiting lines={5} height={80} />}
      {request && <Detail key={id} request={request} />}
    </Stack>
  );
}

function Detail({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const { summary } = request;
  return (
    <>
      <Stack gap={4}>
        <Group gap="sm">
          <Title order={1}>{summary.title}</Title>
          <Badge size="lg" variant="light" color={statusColor[summary.status]}>
            {t(`authorization.status.${summary.status}`)}
          </Badge>
        </Group>
        <Text c="dimmed">
          <Link
            to="/people/$personId"
            params={{ personId: summary.person.id }}
            search={{ tab: "authorizations", case: summary.case_id }}
          >
            {summary.person.name}
          </Link>{" "}
          · {t(`authorization.side.${summary.side}`)}
        </Text>
      </Stack>
      {summary.clock && <Clock clock={summary.clock} />}
      {!summary.clock && summary.received_at && !summary.decided_at && (
        <Text>{t("authorization.no_clock")}</Text>
      )}
      {summary.next_review_on && (
        <Text>{t("authorization.next_review", { on: formatDate(summary.next_review_on) })}</Text>
      )}
      <Actions request={request} />
      <Asked request={request} />
      <Checklist request={request} />
      {summary.side === "reviewed" && <Criteria request={request} />}
      <Decisions request={request} />
      {summary.units.authorized > 0 && <Units request={request} />}
      {request.appeals.length > 0 && (
        <Section title={t("authorization.appeals")}>
          <Rows>
            {request.appeals.map((appeal) => (
              <AppealRow key={appeal.id} appeal={appeal} />
            ))}
          </Rows>
        </Section>
      )}
      <History request={request} />
    </>
  );
}

function Asked({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const { summary, portal_entry: portal } = request;
  const amount = t("authorization.amount", {
    units: request.asked_units,
    unit: t(`authorization.unit.${summary.unit}`),
  });
  return (
    <Section title={t("authorization.asked_for")}>
      <Facts
        items={[
          [t("authorization.field.units"), amount],
          [
            t("authorization.days"),
            t("authorization.from_to", { from: formatDate(request.from), to: formatDate(request.to) }),
          ],
          [t("authorization.field.category"), t(`authorization.category.${summary.category}`)],
          [t("authorization.field.code"), request.code ?? t("state.unknown")],
          [t("authorization.field.line"), t(`authorization.line.${summary.line}`)],
          [t("authorization.field.kind"), t(`authorization.kind.${summary.kind}`)],
          [t("authorization.field.urgency"), t(`authorization.urgency.${summary.urgency}`)],
          [
            t("authorization.field.provider"),
            [request.community_organization?.name, request.provider].filter(Boolean).join(" · ") ||
              t("state.unknown"),
          ],
          [t("authorization.requested_by"), request.requested_by.name],
          ...(portal
            ? ([
                [
                  t("authorization.field.portal"),
                  [portal.name, portal.reference, portal.says].filter(Boolean).join(" · "),
                ],
              ] satisfies [string, string][])
            : []),
        ]}
      />
      {request.continues_id && (
        <Text mt="sm">
          <Link to="/authorizations/$authorizationId" params={{ authorizationId: request.continues_id }}>
            {t("authorization.continues")}
          </Link>
        </Text>
      )}
      {request.continued_by && (
        <Text mt="sm">
          <Link to="/authorizations/$authorizationId" params={{ authorizationId: request.continued_by.id }}>
            {t("authorization.continued_by", {
              status: t(`authorization.status.${request.continued_by.status}`),
            })}
          </Link>
        </Text>
      )}
      {request.clinical ? (
        <Text mt="sm">{request.need}</Text>
      ) : (
        <Text mt="sm" c="dimmed">
          {t("authorization.kept_back")}
        </Text>
      )}
    </Section>
  );
}

function Criteria({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const { criteria, peer_to_peer: talks } = request;
  return (
    <Section title={t("authorization.review")}>
      {criteria.length + talks.length === 0 && <Text c="dimmed">{t("authorization.review_none")}</Text>}
      <Rows>
        {criteria.map((found, index) => (
          <Row
            key={`criteria-${index}`}
            title={`${found.product} ${found.version}: ${found.subset}`}
            detail={`${found.reviewer.name} · ${formatInstant(found.at)}`}
            actions={
              <Badge variant="light" color={found.outcome === "met" ? "teal" : "yellow"}>
                {t(`authorization.criteria_outcome.${found.outcome}`)}
              </Badge>
            }
          />
        ))}
        {talks.map((talk, index) => (
          <Row
            key={`talk-${index}`}
            title={t("authorization.talk", { physician: talk.physician })}
            detail={`${talk.by.name} · ${formatInstant(talk.held_at)}`}
            actions={<Badge variant="light">{t(`authorization.peer.${talk.outcome}`)}</Badge>}
          >
            <Text size="sm">{talk.words}</Text>
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function History({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  return (
    <Section title={t("authorization.history")}>
      <Rows>
        {request.history.map((step, index) => (
          <Row
            key={index}
            title={t(`authorization.status.${step.status}`)}
            detail={`${step.by.name} · ${formatInstant(step.at)}`}
          >
            {step.words && <Text size="sm">{step.words}</Text>}
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
