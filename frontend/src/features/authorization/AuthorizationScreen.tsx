import { Button, Group, Select, Stack, Switch, Tabs, Text, Title } from "@mantine/core";
import { IconFileCheck } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { authorizationDesks } from "@/app/search";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { AppealRow } from "./AppealRow";
import { AuthorizationRow } from "./AuthorizationRow";
import { appealDesks, desks, lines, urgencies } from "./fields";

const route = getRouteApi("/authorizations");
type Desk = (typeof authorizationDesks)[number];

/** The desks of requests, appeals and grievances, each in the order in which it is worked. */
export function AuthorizationScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.authorizations"));
  const may = useCapability();
  const { desk = "review" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Stack gap="md" maw={1080}>
      <Group justify="space-between">
        <Title order={1}>{t("nav.authorizations")}</Title>
        {may("authorization_metrics_read") && (
          <Link to="/authorizations/metrics">{t("authorization.metrics.title")}</Link>
        )}
      </Group>
      <Text c="dimmed">{t("authorization.text")}</Text>
      <Tabs
        value={desk}
        onChange={(next) =>
          void navigate({
            search: (now) => ({ ...now, desk: authorizationDesks.find((known) => known === next) }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List aria-label={t("authorization.desks")}>
          {authorizationDesks.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`authorization.desk.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {authorizationDesks.map((name) => (
          <Tabs.Panel key={name} value={name} pt="md">
            {name === desk && <DeskPanel desk={name} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}

function DeskPanel({ desk }: { desk: Desk }) {
  const requests = desks.find((known) => known === desk);
  const appeals = appealDesks.find((known) => `appeals_${known}` === desk);
  if (requests) return <Requests desk={requests} />;
  return appeals ? <Appeals desk={appeals} /> : null;
}

function Requests({ desk }: { desk: (typeof desks)[number] }) {
  const { t } = useTranslation();
  const { line, urgency, mine } = route.useSearch();
  const navigate = route.useNavigate();
  const query = { desk, ...(line && { line }), ...(urgency && { urgency }), ...(mine && { mine: true }) };
  const pages = usePages("authorization_list", { query });
  const filtered = Boolean(line ?? urgency ?? mine);
  const clear = () => void navigate({ search: { desk }, replace: true });
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Select
          label={t("authorization.field.line")}
          placeholder={t("authorization.every_line")}
          value={line ?? null}
          onChange={(next) =>
            void navigate({
              search: (now) => ({ ...now, line: lines.find((known) => known === next) }),
              replace: true,
            })
          }
          data={lines.map((code) => ({ value: code, label: t(`authorization.line.${code}`) }))}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
        <Select
          label={t("authorization.field.urgency")}
          placeholder={t("authorization.every_urgency")}
          value={urgency ?? null}
          onChange={(next) =>
            void navigate({
              search: (now) => ({ ...now, urgency: urgencies.find((known) => known === next) }),
              replace: true,
            })
          }
          data={urgencies.map((code) => ({ value: code, label: t(`authorization.urgency.${code}`) }))}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
        <Switch
          label={t("authorization.mine")}
          checked={mine === true}
          onChange={(event) => {
            const checked = event.currentTarget.checked;
            void navigate({ search: (now) => ({ ...now, mine: checked || undefined }), replace: true });
          }}
          mb={8}
        />
      </Group>
      {pages.error && <ProblemNotice error={pages.error} />}
      {pages.isPending && <Waiting lines={4} height={90} />}
      {pages.data && pages.items.length === 0 && (
        <EmptyState
          icon={<IconFileCheck size={36} stroke={1.5} aria-hidden />}
          title={t("authorization.none")}
          text={t(filtered ? "authorization.none_filtered" : "authorization.none_text")}
        >
          {filtered && (
            <Button variant="default" onClick={clear}>
              {t("authorization.show_all")}
            </Button>
          )}
        </EmptyState>
      )}
      <Rows label={t(`authorization.desk.${desk}`)}>
        {pages.items.map((request) => (
          <AuthorizationRow key={request.id} request={request} named />
        ))}
      </Rows>
      <More {...pages} />
    </Stack>
  );
}

function Appeals({ desk }: { desk: (typeof appealDesks)[number] }) {
  const { t } = useTranslation();
  const pages = usePages("appeal_list", { query: { desk } });
  return (
    <Stack gap="sm">
      {pages.error && <ProblemNotice error={pages.error} />}
      {pages.isPending && <Waiting lines={4} height={90} />}
      {pages.data && pages.items.length === 0 && (
        <EmptyState
          icon={<IconFileCheck size={36} stroke={1.5} aria-hidden />}
          title={t("authorization.appeals_none")}
          text={t("authorization.appeals_none_text")}
        />
      )}
      <Rows label={t(`authorization.desk.appeals_${desk}`)}>
        {pages.items.map((appeal) => (
          <AppealRow key={appeal.id} appeal={appeal} named />
        ))}
      </Rows>
      <More {...pages} />
    </Stack>
  );
}
