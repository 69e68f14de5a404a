import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { ActionButton } from "@/ui/ActionButton";
import { Facts } from "@/ui/Facts";
import { ProblemNotice, useProblemText } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { showDone, showProblem } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { AgreementText } from "./Agreement";
import { DirectoryHistory } from "./DirectoryHistory";
import { OrganizationDialog, PartnerDialog } from "./OrganizationDialogs";
import { PartnerFigures } from "./PartnerFigures";
import { RoomBadge } from "./Room";
import classes from "./Service.module.css";

type Organization = Schemas["CommunityOrganizationView"];
const route = getRouteApi("/services/organizations/$organizationId");

/** One organization around us: how to reach it, what was agreed, what it offers and what came of referrals to it. */
export function OrganizationDetailScreen() {
  const { t } = useTranslation();
  useTitle(t("directory.organization"));
  const { organizationId: id } = route.useParams();
  const { data, error } = useCall("community_organization_get", { path: { id } });
  return (
    <Stack gap="md" maw={1080}>
      <Link to="/services/organizations">{t("directory.organizations")}</Link>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <Head organization={data.organization} />
          <div className={classes.columns}>
            <Stack gap="md">
              <Offered organization={data.organization} services={data.services} />
              <PartnerFigures id={id} />
            </Stack>
            <Stack gap="md">
              <Reach organization={data.organization} />
              <Agreed organization={data.organization} />
            </Stack>
          </div>
          <DirectoryHistory of="community_organization_history" id={id} />
        </>
      )}
    </Stack>
  );
}

function Head({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const problem = useProblemText();
  const [editing, setEditing] = useState(false);
  const { id, version, can, content, status } = organization;
  const options = {
    onSuccess: ({ status: now }: Organization) =>
      showDone(t(now === "active" ? "directory.reopened" : "directory.was_closed", { name: content.name })),
    onError: (error: Error) => showProblem(problem(error), content.name),
  };
  const close = useAct("community_organization_close", options);
  const reopen = useAct("community_organization_reopen", options);
  const isOpen = status === "active";
  const operation = isOpen ? "community_organization_close" : "community_organization_reopen";
  const act = isOpen ? close : reopen;
  return (
    <Stack gap={6}>
      <Group justify="space-between" align="flex-start">
        <Group gap="sm">
          <Title order={1}>{content.name}</Title>
          {!isOpen && <Badge color="gray">{t("directory.closed")}</Badge>}
        </Group>
        <Group gap="xs">
          <ActionButton
            can={can}
            operation="community_organization_update"
            variant="default"
            onClick={() => setEditing(true)}
          >
            {t("action.edit")}
          </ActionButton>
          <ActionButton
            can={can}
            operation={operation}
            variant="default"
            loading={act.isPending}
            onClick={() => act.mutate({ path: { id }, version })}
          >
            {t(isOpen ? "directory.close" : "directory.reopen")}
          </ActionButton>
        </Group>
      </Group>
      {content.description && <Text className={classes.prose}>{content.description}</Text>}
      {editing && <OrganizationDialog organization={organization} onClose={() => setEditing(false)} />}
    </Stack>
  );
}

const phoneLink = (phone: string) => <a href={`tel:${phone.replaceAll(/[^\d+]/g, "")}`}>{phone}</a>;
const mailLink = (email: string) => <a href={`mailto:${email}`}>{email}</a>;

function Reach({ organization: { content, contact } }: { organization: Organization }) {
  const { t } = useTranslation();
  const { phone, email, url } = content;
  const person = contact && (
    <Stack gap={2}>
      <span>{[contact.name, contact.role].filter(Boolean).join(", ")}</span>
      {contact.phone && phoneLink(contact.phone)}
      {contact.email && mailLink(contact.email)}
    </Stack>
  );
  const web = url && (
    <a href={url} target="_blank" rel="noreferrer">
      {url.replace(/^https?:\/\//, "")}
    </a>
  );
  const all: [string, ReactNode][] = [
    [t("directory.contact_name"), person],
    [t("service.phone"), phone && phoneLink(phone)],
    [t("service.email"), email && mailLink(email)],
    [t("service.web"), web],
  ];
  const known = all.filter(([, value]) => Boolean(value));
  return (
    <Section title={t("directory.reach")}>
      {known.length > 0 ? <Facts items={known} /> : <Text c="dimmed">{t("state.unknown")}</Text>}
    </Section>
  );
}

function Agreed({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  return (
    <Section
      title={t("directory.agreement")}
      actions={
        <ActionButton
          can={organization.can}
          operation="community_organization_partner_update"
          variant="default"
          size="compact-md"
          onClick={() => setEditing(true)}
        >
          {t("directory.edit_partner")}
        </ActionButton>
      }
    >
      {organization.agreement ? (
        <AgreementText agreement={organization.agreement} />
      ) : (
        <Text c="dimmed">{t("directory.agreement_none")}</Text>
      )}
      {editing && <PartnerDialog organization={organization} onClose={() => setEditing(false)} />}
    </Section>
  );
}

interface OfferedProps {
  organization: Organization;
  services: Schemas["OfferedService"][];
}

function Offered({ organization, services }: OfferedProps) {
  const { t } = useTranslation();
  const mayAdd = organization.can.length > 0 && organization.status === "active";
  return (
    <Section
      title={t("directory.offers")}
      actions={
        mayAdd && (
          <Button
            renderRoot={(props) => (
              <Link {...props} to="/services/new" search={{ organization: organization.id }} />
            )}
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            {t("directory.new_service")}
          </Button>
        )
      }
    >
      {services.length === 0 && <Text c="dimmed">{t("directory.offers_none")}</Text>}
      <Rows label={t("directory.offers")}>
        {services.map(({ id, name, status, capacity }) => (
          <Row
            key={id}
            title={
              <Link to="/services/$serviceId" params={{ serviceId: id }}>
                {name}
              </Link>
            }
            actions={
              status === "active" ? (
                <RoomBadge status={capacity.status} />
              ) : (
                <Badge color="gray">{t("service.inactive")}</Badge>
              )
            }
          />
        ))}
      </Rows>
    </Section>
  );
}
