import { Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CommunityService, ServiceCapacity } from "@/api/types";
import { formatInstant, formatRelative } from "@/lib/dates";

const colors = { open: "teal", waitlist: "yellow", full: "red", unknown: "gray" } as const;

/** Whether there is room, as far as it may be believed. */
export function RoomBadge({ status }: { status: ServiceCapacity }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={colors[status]}>
      {t(`service.capacity.${status}`)}
    </Badge>
  );
}

/** Who said when whether there is room. */
export function RoomSource({ capacity }: { capacity: CommunityService["capacity"] }) {
  const { t } = useTranslation();
  const { said, is_stale, as_of, reported_by, said_by } = capacity;
  if (!as_of) return <Text c="dimmed">{t("service.never")}</Text>;
  const from = [
    t("service.as_of", { at: formatInstant(as_of) }),
    said_by && t("service.heard_from", { who: said_by }),
    reported_by ? t("service.heard_by", { name: reported_by.name }) : t("service.from_import"),
  ];
  return (
    <>
      {is_stale && (
        <Text>{t("service.stale", { said: t(`service.capacity.${said}`), at: formatRelative(as_of) })}</Text>
      )}
      <Text c="dimmed" size="sm">
        {from.filter(Boolean).join(", ")}
      </Text>
    </>
  );
}
