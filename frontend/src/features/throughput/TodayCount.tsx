import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";

/** One's own count of today beside what one's teams are asked for; nothing where nothing is asked for. */
export function TodayCount() {
  const { t } = useTranslation();
  const { data } = useCall("throughput_today", {});
  const counts = data?.counts ?? [];
  if (counts.length === 0) return null;
  const several = new Set(counts.map(({ team }) => team.id)).size > 1;
  return (
    <Text size="sm">
      {t("throughput.mine")}:{" "}
      {counts
        .map(({ team, kind, done, target }) => {
          const what = t("throughput.of", { done, target, what: t(`throughput.kinds.${kind}`) });
          return several ? `${team.name} ${what}` : what;
        })
        .join(" · ")}
    </Text>
  );
}
