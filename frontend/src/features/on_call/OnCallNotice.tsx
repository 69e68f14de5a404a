import { Alert, Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconPhoneCall, IconSunrise } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { OnCallTeam } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { formatInstant } from "@/lib/dates";

/** What happened at night to the reader's people, and for whom the reader is on call. Silent when neither is so. */
export function OnCallNotice() {
  const may = useCapability();
  if (!may("on_call_log")) return null;
  return (
    <>
      <HandedBack />
      <OnCall />
    </>
  );
}

function HandedBack() {
  const { t } = useTranslation();
  const { data } = useCall("hand_back_list", { query: { status: "waiting", limit: 50 } });
  const count = new Set(data?.items.map(({ person }) => person.id)).size;
  if (count === 0) return null;
  return (
    <Alert color="yellow" icon={<IconSunrise aria-hidden />} radius="md">
      <Text>
        {t("on_call.notice_back", { count })}{" "}
        <Anchor component={Link} to="/team" search={{ tab: "handed_back" } as never}>
          {t("on_call.read")}
        </Anchor>
      </Text>
    </Alert>
  );
}

function OnCall() {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useCall("on_call_list", {}, { staleTime: 60_000 });
  const notice = ({ team, shift, mine, write_up, time_zone: zone }: OnCallTeam) => {
    const when = formatInstant(shift.ends_at, zone);
    if (mine && shift.can.includes("on_call_event_create"))
      return t(shift.staff.id === me.id ? "on_call.notice" : "on_call.notice_backup", {
        team: team.name,
        when,
      });
    return write_up && t("on_call.notice_write_up", { team: team.name });
  };
  const mine = (data?.items ?? []).filter(notice);
  return mine.map((one) => (
    <Alert key={one.team.id} color="blue" icon={<IconPhoneCall aria-hidden />} radius="md">
      <Text>
        {notice(one)}{" "}
        <Anchor component={Link} to="/team" search={{ tab: "log", team: one.team.id } as never}>
          {t("on_call.open_log")}
        </Anchor>
      </Text>
    </Alert>
  ));
}
