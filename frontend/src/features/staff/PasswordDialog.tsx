import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { fill, useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { SecretModal } from "./SecretModal";
import { texts } from "./texts";

/** Makes a new password for a colleague and shows it once. */
export function PasswordDialog({ staff, onClose }: { staff: Schemas["StaffView"]; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const { name } = staff;
  const [made, setMade] = useState<Schemas["StaffPasswordView"] | null>(null);
  const reset = useAct("staff_password_reset", { onSuccess: setMade });
  if (made) {
    return (
      <SecretModal
        title={say.password_shown}
        text={fill(say.password_shown_text, { name })}
        label={t("session.password")}
        secret={made.password}
        gone={say.password_gone}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      title={fill(say.password_new_of, { name })}
      submit={say.password_new}
      busy={reset.isPending}
      error={reset.error}
      danger
      onSubmit={() => reset.mutate({ path: { id: staff.id }, version: staff.version })}
      onClose={onClose}
    >
      <Text>{fill(say.password_new_text, { name })}</Text>
    </Dialog>
  );
}
