import { Badge } from "@mantine/core";
import { IconCircle, IconCircleDot, IconFlame, IconTrendingUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Tier as TierCode } from "@/api/types";

const look = {
  low: { color: "gray", Icon: IconCircle },
  rising: { color: "yellow", Icon: IconTrendingUp },
  high: { color: "red", Icon: IconCircleDot },
  complex: { color: "red", Icon: IconFlame },
} as const;

/** Risk tier by word, sign and colour. */
export function Tier({ tier }: { tier: TierCode }) {
  const { t } = useTranslation();
  const { color, Icon } = look[tier];
  return (
    <Badge
      variant={tier === "complex" ? "filled" : "light"}
      color={color}
      leftSection={<Icon size={13} aria-hidden />}
    >
      {t(`tier.${tier}`)}
    </Badge>
  );
}
