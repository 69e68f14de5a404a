import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { tiers } from "./tiers";

/** Tier of a case, and the one colleague whom the person should call. */
export function CaseUpdateDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const [tier, setTier] = useState(current.tier);
  const [contactId, setContactId] = useState<string | null>(null);
  const update = useAct("case_update", { onSuccess: onClose });
  const errors = fieldErrors(update.error);
  const submit = () =>
    update.mutate({
      path: { id: current.id },
      version: current.version,
      body: contactId ? { tier, contact_point_id: contactId } : { tier },
    });
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
      <StaffSelect
        label={t("case.contact_point")}
        description={t("case.contact_point_text")}
        value={contactId}
        onChange={setContactId}
        error={errors["contact_point_id"]}
        clearable
      />
    </Dialog>
  );
}
