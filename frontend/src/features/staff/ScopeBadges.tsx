import { Badge, Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { Capability } from "@/api/types";

const AT_FIRST = 6;

/** What a client may do: the first few at a glance, all of them on request. */
export function ScopeBadges({ scopes }: { scopes: Capability[] }) {
  const { t } = useTranslation();
  const [all, { toggle }] = useDisclosure();
  const shown = all ? scopes : scopes.slice(0, AT_FIRST);
  return (
    <Group gap={4}>
      {shown.map((scope) => (
        <Badge key={scope} variant="light" color="gray">
          {t(`scope.${scope}`)}
        </Badge>
      ))}
      {scopes.length > AT_FIRST && (
        <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={all}>
          {all ? t("action.less") : t("staff.scopes_more", { count: scopes.length - AT_FIRST })}
        </Button>
      )}
    </Group>
  );
}
