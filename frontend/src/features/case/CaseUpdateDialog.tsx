import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { tiers } from "./tiers";

/** The risk tier of a case. */
export function CaseUpdateDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const [tier, setTier] = useState(current.tier);
  const update = useAct("case_update", { onSuccess: onClose });
  const submit = () => update.mutate({ path: { id: current.id }, version: current.version, body: { tier } });
  return (
    <Dialog
      title={t("case.update")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChoiceChips
        label={t("case.tier")}
        value={tier}
        onChange={setTier}
        options={tiers}
        text={(code) => t(`tier.${code}`)}
      />
    </Dialog>
  );
}
