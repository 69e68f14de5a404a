import { Stack, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { IconMessages } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { messageTabs } from "@/app/search";
import { OwnConsultations } from "@/features/consultation/OwnConsultations";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { ThreadRows } from "./ThreadRows";

const route = getRouteApi("/messages");

/** The reader's conversations about people, and the consultations that they asked for or are asked for. */
export function MessagesScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.messages"));
  const may = useCapability();
  const { tab = "messages" } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = messageTabs.filter((name) => name === "messages" || may("consultation_read"));
  return (
    <Stack gap="md" maw={900}>
      <Title order={1}>{t("nav.messages")}</Title>
      <Tabs
        value={tab}
        onChange={(name) => {
          const next = messageTabs.find((known) => known === name);
          void navigate({ search: { tab: next }, replace: true });
        }}
        keepMounted={false}
      >
        <Tabs.List aria-label={t("nav.messages")}>
          {shown.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(name === "messages" ? "message.title" : "consultation.title")}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="messages" pt="md">
          <Inbox />
        </Tabs.Panel>
        <Tabs.Panel value="consultations" pt="md">
          <OwnConsultations />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Inbox() {
  const { t } = useTranslation();
  const threads = usePages("message_thread_list", { query: {} });
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("message.text")}</Text>
      {threads.error && <ProblemNotice error={threads.error} />}
      {threads.isPending && <Waiting />}
      {threads.data && threads.items.length === 0 && (
        <EmptyState
          icon={<IconMessages size={36} stroke={1.5} aria-hidden />}
          title={t("message.none")}
          text={t("message.none_text")}
        >
          <Link to="/people">{t("message.find")}</Link>
        </EmptyState>
      )}
      {threads.items.length > 0 && (
        <div className="surface" style={{ padding: "1rem 1.15rem" }}>
          <ThreadRows threads={threads.items} named />
        </div>
      )}
      <More {...threads} />
    </Stack>
  );
}
