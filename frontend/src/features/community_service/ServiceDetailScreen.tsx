import { Badge, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CommunityService } from "@/api/types";
import { useCapability } from "@/app/me";
import { formatDay } from "@/lib/dates";
import { languageName } from "@/lib/language";
import { useWords } from "@/lib/words";
import { Facts } from "@/ui/Facts";
import { ProblemNotice, useProblemText } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { showDone, showProblem } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { conditionsOf } from "./eligibility";
import { weekText } from "./hours";
import { useHoursText } from "./OfferRow";
import { ReportRoom } from "./ReportRoom";
import { RoomBadge, RoomSource } from "./Room";
import classes from "./Service.module.css";

const DirectoryHistory = lazy(() => import("./directory").then((m) => ({ default: m.DirectoryHistory })));
const route = getRouteApi("/services/$serviceId");

/** One service: for whom it is, when it is open, how to get it, and who said whether there is room. */
export function ServiceDetailScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.services"));
  const { serviceId: id } = route.useParams();
  const { person, case: caseId } = route.useSearch();
  const may = useCapability();
  const { data: service, error } = useCall("community_service_get", { path: { id } });
  return (
    <Stack gap="md" maw={1080}>
      <Link to="/services" search={person ? { person, case: caseId } : {}}>
        {t("nav.services")}
      </Link>
      {error && <ProblemNotice error={error} />}
      {!service && !error && <Waiting />}
      {service && person && service.status === "active" && may("referral_write") && (
        <Link
          to="/people/$personId"
          params={{ personId: person }}
          search={{ tab: "referrals", arrange: true, service: id, case: caseId }}
        >
          {t("referral.create_service")}
        </Link>
      )}
      {service && <Detail key={id} service={service} />}
    </Stack>
  );
}

function Detail({ service }: { service: CommunityService }) {
  const { t } = useTranslation();
  const hoursText = useHoursText();
  const { content, organization, capacity, status } = service;
  return (
    <>
      <Stack gap={4}>
        <Group justify="space-between" align="flex-start">
          <Group gap="sm">
            <Title order={1}>{content.name}</Title>
            {status === "inactive" && <Badge color="gray">{t("service.inactive")}</Badge>}
          </Group>
          <Keep service={service} />
        </Group>
        <Text c="dimmed">
          <Link to="/services/organizations/$organizationId" params={{ organizationId: organization.id }}>
            {t("service.offered_by", { name: organization.name })}
          </Link>{" "}
          · {hoursText(service)}
        </Text>
      </Stack>
      {content.description && <Text className={classes.prose}>{content.description}</Text>}
      <Section title={t("service.room")} actions={<ReportRoom service={service} />}>
        <Stack gap="xs" align="flex-start">
          <RoomBadge status={capacity.status} />
          <RoomSource capacity={capacity} />
        </Stack>
      </Section>
      <div className={classes.columns}>
        <Stack gap="md">
          <How service={service} />
          <WhoFor service={service} />
        </Stack>
        <Stack gap="md">
          <Week service={service} />
          <Where service={service} />
        </Stack>
      </div>
      <Text size="sm" c="dimmed">
        {t("service.changed", { on: formatDay(service.updated_at) })}
      </Text>
      <Suspense>
        <DirectoryHistory of="community_service_history" id={service.id} />
      </Suspense>
    </>
  );
}

/** What those who keep the directory do to an entry. */
function Keep({ service }: { service: CommunityService }) {
  const { t } = useTranslation();
  const problem = useProblemText();
  const { id, version, content, organization, status, can } = service;
  const isOffered = status === "active";
  const update = useAct("community_service_update", {
    shows: "community_service_get",
    onSuccess: (saved) =>
      showDone(
        t(saved.status === "active" ? "directory.was_put_back" : "directory.taken_out", {
          name: content.name,
        }),
      ),
    onError: (error) => showProblem(problem(error), content.name),
  });
  if (!can.includes("community_service_update")) return null;
  const body = {
    community_organization_id: organization.id,
    content,
    status: isOffered ? "inactive" : "active",
  } as const;
  return (
    <Group gap="xs">
      <Button
        renderRoot={(props) => <Link {...props} to="/services/$serviceId/edit" params={{ serviceId: id }} />}
        variant="default"
      >
        {t("action.edit")}
      </Button>
      <Button
        variant="default"
        loading={update.isPending}
        onClick={() => update.mutate({ path: { id }, version, body })}
      >
        {t(isOffered ? "directory.take_out" : "directory.put_back")}
      </Button>
    </Group>
  );
}

function How({ service }: { service: CommunityService }) {
  const { t } = useTranslation();
  const { phone, email, url, how_to_apply, fees, documents } = service.content;
  const call = phone && <a href={`tel:${phone.replaceAll(/[^\d+]/g, "")}`}>{phone}</a>;
  const write = email && <a href={`mailto:${email}`}>{email}</a>;
  const read = url && (
    <a href={url} target="_blank" rel="noreferrer">
      {url.replace(/^https?:\/\//, "")}
    </a>
  );
  const all: [string, ReactNode][] = [
    [t("service.how_to_apply"), how_to_apply],
    [t("service.phone"), call],
    [t("service.email"), write],
    [t("service.web"), read],
    [t("service.fees"), fees],
    [t("service.documents"), documents],
  ];
  const known = all.filter(([, value]) => Boolean(value));
  return (
    <Section title={t("service.how")}>
      {known.length > 0 ? <Facts items={known} /> : <Text c="dimmed">{t("state.unknown")}</Text>}
    </Section>
  );
}

function WhoFor({ service }: { service: CommunityService }) {
  const { t } = useTranslation();
  const words = useWords();
  const { eligibility, languages, needs } = service.content;
  const conditions = eligibility ? conditionsOf(eligibility, t, words) : [];
  return (
    <Section title={t("service.who_for")}>
      <Stack gap="sm">
        {conditions.length > 0 ? <Facts items={conditions} /> : <Text>{t("service.everybody")}</Text>}
        <Facts
          items={[
            [t("service.languages"), languages?.map(languageName).join(", ") || t("state.unknown")],
            [t("service.needs"), needs.map((kind) => t(`need.kinds.${kind}`)).join(", ")],
          ]}
        />
      </Stack>
    </Section>
  );
}

function Week({ service }: { service: CommunityService }) {
  const { t, i18n } = useTranslation();
  const { schedule, time_zone } = service.content;
  return (
    <Section title={t("service.when")}>
      {schedule && schedule.length > 0 ? (
        <Stack gap="xs">
          <Table>
            <Table.Thead className="visually-hidden">
              <Table.Tr>
                <Table.Th>{t("service.day")}</Table.Th>
                <Table.Th>{t("service.hours")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {weekText(schedule, i18n.language === "es" ? "es-US" : "en-US").map(({ day, hours }) => (
                <Table.Tr key={day}>
                  <Table.Td>{day}</Table.Td>
                  <Table.Td>{hours.join(", ") || t("service.closed")}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Text size="sm" c="dimmed">
            {t("service.zone", { zone: time_zone.replaceAll("_", " ") })}
          </Text>
        </Stack>
      ) : (
        <Text c="dimmed">{t("service.hours_unknown")}</Text>
      )}
    </Section>
  );
}

function Where({ service }: { service: CommunityService }) {
  const { t } = useTranslation();
  const places = service.content.locations ?? [];
  return (
    <Section title={t("service.where")}>
      {places.length === 0 && <Text c="dimmed">{t("service.where_none")}</Text>}
      <Rows>
        {places.map((place, index) => {
          const town = [place.city, [place.state, place.postal_code].filter(Boolean).join(" ")];
          return (
            <Row
              key={index}
              title={place.name ?? place.line ?? place.city ?? place.postal_code ?? ""}
              detail={[place.name && place.line, ...town].filter(Boolean).join(", ")}
            />
          );
        })}
      </Rows>
    </Section>
  );
}
