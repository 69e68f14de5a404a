import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { Section } from "@/ui/Section";

/** How many of one's own people are due for a contact. Silent when nobody is. */
export function DueContacts() {
  const may = useCapability();
  return may("contact_read") ? <Shown /> : null;
}

function Shown() {
  const { t } = useTranslation();
  const { data } = useCall("engagement_figures", { query: { scope: "mine" } });
  const cases = (due: "overdue" | "today") => data?.due.find((one) => one.due === due)?.cases ?? 0;
  const [overdue, today] = [cases("overdue"), cases("today")];
  if (overdue + today === 0) return null;
  return (
    <Section
      title={t("engagement.today_title")}
      actions={
        <Link to="/cases" search={{ view: "reach", due: overdue > 0 ? "overdue" : "today" }}>
          {t("engagement.show")}
        </Link>
      }
    >
      {overdue > 0 && <Text>{t("engagement.today_overdue", { count: overdue })}</Text>}
      {today > 0 && <Text>{t("engagement.today_today", { count: today })}</Text>}
    </Section>
  );
}
