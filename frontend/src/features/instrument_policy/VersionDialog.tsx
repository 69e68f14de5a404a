import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refreshAll, useAct } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { VersionChoice } from "@/features/assessment/VersionChoice";
import { useInstrumentsAgain } from "@/features/instrument_wording/again";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

interface VersionDialogProps {
  policy: Schemas["InstrumentPolicyView"];
  onClose: () => void;
}

/** Sets the version of an instrument with which assessments are begun from now on. */
export function VersionDialog({ policy, onClose }: VersionDialogProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const again = useInstrumentsAgain();
  const { instrument, title, editions, version } = policy;
  const used = editions.find(({ usual }) => usual)?.version ?? "";
  const [wanted, want] = useState(used);
  const set = useAct("instrument_policy_set", {
    onSuccess: () => {
      again();
      showDone(t("wording.version.saved", { title, version: wanted }));
      onClose();
    },
    onError: () => void refreshAll(cache),
  });
  const submit = () =>
    set.mutate({ path: { code: instrument }, version, body: { instrument_version: wanted } });
  return (
    <Dialog
      title={t("wording.version.set_of", { title })}
      submit={t("wording.version.save")}
      busy={set.isPending}
      error={set.error}
      disabled={wanted === used}
      onSubmit={submit}
      onClose={onClose}
    >
      <VersionChoice
        code={instrument}
        editions={editions}
        text={t("wording.version.kept")}
        value={wanted}
        onChange={want}
      />
    </Dialog>
  );
}
