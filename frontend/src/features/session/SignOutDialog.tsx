import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signOut } from "@/api/session";
import { Dialog } from "@/ui/Dialog";

/** Signing out forgets what was typed and not saved: asks before it does. */
export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const leave = () => {
    setBusy(true);
    void signOut();
  };
  return (
    <Dialog
      title={t("session.unsaved")}
      submit={t("session.forget")}
      close={t("session.stay")}
      danger
      busy={busy}
      onSubmit={leave}
      onClose={onClose}
    >
      <Text>{t("session.unsaved_text")}</Text>
    </Dialog>
  );
}
