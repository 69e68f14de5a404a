import { Stack, Tabs, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCapability } from "@/app/me";
import { teamTabs } from "@/app/search";
import { HuddlePanel } from "@/features/huddle/HuddlePanel";
import { MentorshipPanel } from "@/features/mentorship/MentorshipPanel";
import { HoursPanel } from "@/features/work_hours/HoursPanel";
import { useTitle } from "@/ui/title";
import { HandBackPanel } from "./HandBackPanel";
import { LogPanel } from "./LogPanel";
import { RosterPanel } from "./RosterPanel";

const route = getRouteApi("/team");

/** What a team shares: the list of the day, who is on call, what happened at night, what goes back to the owners, the hours, and who guides whom. */
export function TeamScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.team"));
  const may = useCapability();
  const { tab: wanted, team, from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const needs = {
    huddle: "huddle_read",
    on_call: "on_call_read",
    log: "on_call_log",
    handed_back: "on_call_log",
    hours: "work_hours_read",
    mentoring: "mentorship_read",
  } as const;
  const shown = teamTabs.filter((name) => may(needs[name]));
  const tab = wanted ?? shown[0] ?? "on_call";
  const titleOf = {
    huddle: t("huddle.tab"),
    on_call: t("on_call.tabs.on_call"),
    log: t("on_call.tabs.log"),
    handed_back: t("on_call.tabs.handed_back"),
    hours: t("work_hours.tab"),
    mentoring: t("mentorship.tab"),
  };
  const choose = (next: string | null) =>
    void navigate({ search: (now) => ({ ...now, team: next ?? undefined }), replace: true });
  return (
    <Stack gap="md" maw={1000}>
      <Title order={1}>{t("nav.team")}</Title>
      <Tabs
        id="team"
        value={tab}
        onChange={(name) => {
          const next = teamTabs.find((known) => known === name);
          void navigate({ search: (now) => ({ ...now, tab: next }), replace: true });
        }}
        keepMounted={false}
      >
        <Tabs.List aria-label={t("nav.team")}>
          {shown.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {titleOf[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="huddle" pt="md">
          <HuddlePanel team={team} onTeam={choose} />
        </Tabs.Panel>
        <Tabs.Panel value="on_call" pt="md">
          <RosterPanel team={team} onTeam={choose} />
        </Tabs.Panel>
        <Tabs.Panel value="log" pt="md">
          <LogPanel team={team} onTeam={choose} />
        </Tabs.Panel>
        <Tabs.Panel value="handed_back" pt="md">
          <HandBackPanel />
        </Tabs.Panel>
        <Tabs.Panel value="hours" pt="md">
          <HoursPanel
            team={team}
            {...(from && { from })}
            {...(to && { to })}
            onTeam={choose}
            onDays={(days) => void navigate({ search: (now) => ({ ...now, ...days }), replace: true })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="mentoring" pt="md">
          <MentorshipPanel />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
