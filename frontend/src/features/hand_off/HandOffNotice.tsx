import { Alert, Group, Text } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { HandOffView } from "@/api/types";
import { useMe } from "@/app/me";
import { formatInstant } from "@/lib/dates";

interface HandOffNoticeProps {
  handOff: HandOffView;
  /** Zone of the case's program. */
  zone: string | undefined;
}

/** Says on the person's screen that the case is about to change hands, and leads to the answer. */
export function HandOffNotice({ handOff, zone }: HandOffNoticeProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { from, to, offered_at } = handOff;
  const when = formatInstant(offered_at, zone);
  const mine = to.id === me.id;
  return (
    <Alert color="yellow" icon={<IconArrowsExchange aria-hidden />} radius="md">
      <Group gap="xs" justify="space-between">
        <Text>
          {mine
            ? t("hand_off.offered_me", { name: from.name, when })
            : t("hand_off.waiting", { from: from.name, to: to.name, when })}
        </Text>
        <Link to="/hand-offs">{t(mine ? "hand_off.read_and_answer" : "hand_off.look")}</Link>
      </Group>
    </Alert>
  );
}
