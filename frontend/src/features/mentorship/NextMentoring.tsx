import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useCapability, useMe } from "@/app/me";
import { formatDate, todayIn } from "@/lib/dates";
import { Section } from "@/ui/Section";
import { otherOf } from "./mentorship";

/** One's own mentoring meetings of the days ahead, and those that nobody wrote down. Silent when there is none. */
export function NextMentoring() {
  const may = useCapability();
  return may("mentorship_read") ? <Shown /> : null;
}

function Shown() {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useCall("mentorship_list", { query: { staff_id: me.id, active: true } });
  const soon = (data?.items ?? []).filter(({ meets_soon }) => meets_soon);
  if (soon.length === 0) return null;
  return (
    <Section
      title={t("mentorship.next")}
      actions={
        <Link to="/team" search={{ tab: "mentoring" }}>
          {t("mentorship.show")}
        </Link>
      }
    >
      {soon.map((own) => {
        const today = todayIn(own.time_zone);
        const on = own.next_meeting_on ?? today;
        return (
          <Text key={own.id} c={on < today ? "var(--tend-overdue)" : undefined}>
            {t("mentorship.meet", { name: otherOf(own, me.id).name, on: formatDate(on) })}
          </Text>
        );
      })}
    </Section>
  );
}
