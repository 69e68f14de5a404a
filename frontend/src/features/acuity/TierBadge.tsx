import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { useCapability } from "@/app/me";
import { Tier } from "@/ui/Tier";
import classes from "./Acuity.module.css";
import { ScoreLine, StandingLine } from "./Standing";

/** The tier of a case with its score; opens what it is made of. */
export function TierBadge({ current, onOpen }: { current: CaseView; onOpen: () => void }) {
  const { t } = useTranslation();
  const may = useCapability()("acuity_read");
  const active = current.status === "active";
  const acuity = useCall("acuity_get", { path: { id: current.id } }, { enabled: may && active });
  if (!may || !active) return <Tier tier={current.tier} />;
  const judgement = acuity.data?.judgement;
  return (
    <>
      <UnstyledButton className={classes.badge} onClick={onOpen} aria-haspopup="dialog">
        <span className={classes.srOnly}>{t("case.tier")}: </span>
        <Tier tier={current.tier} />
        {judgement && <ScoreLine judgement={judgement} />}
        <IconChevronRight size={15} aria-hidden />
      </UnstyledButton>
      {judgement && <StandingLine judgement={judgement} zone={current.time_zone} />}
    </>
  );
}
