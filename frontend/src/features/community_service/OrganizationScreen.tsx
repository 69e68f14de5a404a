import { Badge, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBuildingCommunity, IconPlus, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { useRemembered } from "@/lib/drafts";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { AgreementBadge } from "./Agreement";
import { OrganizationDialog } from "./OrganizationDialogs";

/** Who offers services around us: whom we call there, and what was agreed. */
export function OrganizationScreen() {
  const { t } = useTranslation();
  useTitle(t("directory.organizations"));
  const may = useCapability();
  const [adding, setAdding] = useState(false);
  const { value: typed, change: setTyped } = useRemembered("organizations", () => "");
  const [text] = useDebouncedValue(typed.trim(), 250);
  const found = usePages("community_organization_list", { query: { limit: 50, ...(text && { text }) } });
  return (
    <Stack gap="md" maw={1080}>
      <Link to="/services">{t("nav.services")}</Link>
      <Group justify="space-between">
        <Title order={1}>{t("directory.organizations")}</Title>
        {may("community_service_write") && (
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
            {t("directory.new_organization")}
          </Button>
        )}
      </Group>
      <TextInput
        label={t("directory.search")}
        leftSection={<IconSearch size={17} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        type="search"
        autoComplete="off"
        maxLength={100}
        maw={420}
      />
      {found.error && <ProblemNotice error={found.error} />}
      {found.isPending && <Waiting />}
      {found.data && found.items.length === 0 && (
        <EmptyState
          icon={<IconBuildingCommunity size={36} stroke={1.5} aria-hidden />}
          title={t("directory.no_organization")}
          text={t(text ? "service.none_text" : "service.empty_text")}
        />
      )}
      {found.items.length > 0 && (
        <div className="surface" style={{ padding: "1rem 1.15rem" }}>
          <Rows label={t("directory.organizations")}>
            {found.items.map(({ id, content, contact, agreement, status }) => (
              <Row
                key={id}
                title={
                  <Link to="/services/organizations/$organizationId" params={{ organizationId: id }}>
                    {content.name}
                  </Link>
                }
                detail={[contact?.name, contact?.phone ?? content.phone].filter(Boolean).join(", ")}
                actions={
                  status === "inactive" ? (
                    <Badge color="gray">{t("directory.closed")}</Badge>
                  ) : (
                    agreement && <AgreementBadge agreement={agreement} />
                  )
                }
              />
            ))}
          </Rows>
          <More {...found} />
        </div>
      )}
      {!may("community_service_write") && (
        <Text size="sm" c="dimmed">
          {t("directory.read_only")}
        </Text>
      )}
      {adding && <OrganizationDialog onClose={() => setAdding(false)} />}
    </Stack>
  );
}
