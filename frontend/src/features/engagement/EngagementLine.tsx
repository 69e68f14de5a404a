import { Anchor, Badge } from "@mantine/core";
import { IconPhoneOutgoing } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { EngagementDialog } from "./EngagementDialog";
import { stateColor, useEngagementWords } from "./words";

/** When the person of a case is to be reached next and how the reaching goes, at a glance; why opens on demand. */
export function EngagementLine({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const words = useEngagementWords();
  const [open, setOpen] = useState(false);
  const { data } = useCall("engagement_get", { path: { id: caseId } });
  if (!data?.next) return null;
  const { next, engagement } = data;
  return (
    <span>
      <IconPhoneOutgoing size={17} aria-hidden />
      <Anchor
        component="button"
        type="button"
        inherit
        ta="start"
        {...(next.due === "overdue" ? { c: "var(--tend-overdue)", fw: 600 } : {})}
        onClick={() => setOpen(true)}
      >
        {t("engagement.line", { due: words.due(next) })}
      </Anchor>
      <Badge variant="light" color={stateColor[engagement.state]} tt="none" style={{ flex: "none" }}>
        {t(`engagement.states.${engagement.state}`)}
      </Badge>
      {open && <EngagementDialog of={data} onClose={() => setOpen(false)} />}
    </span>
  );
}
