import { Alert, Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconPhoneCall, IconSunrise } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
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
  const count = data?.items.length ?? 0;
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
  const mine = (data?.items ?? []).filter(
    ({ mine: own, shift }) => own && shift.can.includes("on_call_event_create"),
  );
  return mine.map(({ team, shift, time_zone: zone }) => (
    <Alert key={team.id} color="blue" icon={<IconPhoneCall aria-hidden />} radius="md">
      <Text>
        {t(shift.staff.id === me.id ? "on_call.notice" : "on_call.notice_backup", {
          team: team.name,
          when: formatInstant(shift.ends_at, zone),
        })}{" "}
        <Anchor component={Link} to="/team" search={{ tab: "log", team: team.id } as never}>
          {t("on_call.open_log")}
        </Anchor>
      </Text>
    </Alert>
  ));
}
