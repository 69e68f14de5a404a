import { PasswordInput, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { session } from "@/api/session";
import { useMe } from "@/app/me";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

const SHORTEST = 15;

/** A new password of one's own; the old one proves that it is the owner who asks. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const update = useAct("password_update", {
    onSuccess: (answer) => {
      session.set((now) => ({ ...now, me: answer }));
      showDone(t("account.password_changed"));
      onClose();
    },
  });
  const errors = fieldErrors(update.error);
  const toggle = { "aria-label": t("session.show_password") };
  return (
    <Dialog
      title={t("account.password")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      disabled={!current || password.length < SHORTEST}
      onSubmit={() => update.mutate({ body: { current, password } })}
      onClose={onClose}
    >
      {/* Password managers ask whose password it is. */}
      <input type="email" autoComplete="username" value={me.email} readOnly hidden />
      <PasswordInput
        label={t("account.password_current")}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        error={errors["current"]}
        autoComplete="current-password"
        visibilityToggleButtonProps={toggle}
        maxLength={256}
        required
        data-autofocus
      />
      <PasswordInput
        label={t("account.password_new")}
        description={t("account.password_text")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={errors["password"]}
        autoComplete="new-password"
        visibilityToggleButtonProps={toggle}
        maxLength={128}
        required
      />
      <Text size="sm" c="dimmed" aria-live="polite">
        {t("account.password_length", { count: password.length })}
      </Text>
    </Dialog>
  );
}
