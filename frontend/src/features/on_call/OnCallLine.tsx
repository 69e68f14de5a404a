import { IconPhoneCall } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";

/** Who is on call for a person's team, at a glance. Silent when nobody is planned. */
export function OnCallLine({ teamId }: { teamId: string }) {
  const { t } = useTranslation();
  const { data } = useCall("on_call_list", {}, { staleTime: 60_000 });
  const found = data?.items.find(({ team }) => team.id === teamId);
  if (!found) return null;
  const { shift, answers } = found;
  const line = () => {
    if (!shift.on_duty) return t("on_call.line_next", { name: shift.staff.name });
    return answers ? t("on_call.line_now", { name: answers.name }) : t("on_call.line_nobody");
  };
  return (
    <span>
      <IconPhoneCall size={17} aria-hidden />
      <Link to="/team" search={{ tab: "on_call", team: teamId }}>
        {line()}
      </Link>
    </span>
  );
}
