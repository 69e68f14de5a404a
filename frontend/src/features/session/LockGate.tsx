import { Anchor, Button, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { session, signIn, unlock } from "@/api/session";
import type { Me } from "@/api/types";
import { useStore } from "@/lib/store";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useSignOut } from "./useSignOut";
import classes from "./session.module.css";

/** Shown in place of the whole screen while the session is locked or has run out. */
export function LockGate() {
  const { status, me } = useStore(session);
  if (!me || (status !== "locked" && status !== "expired")) return null;
  return <LockScreen me={me} expired={status === "expired"} />;
}

function LockScreen({ me, expired }: { me: Me; expired: boolean }) {
  const { t } = useTranslation();
  const { leave, question } = useSignOut();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await (expired ? signIn(me.email, password) : unlock(password));
    } catch (failure) {
      setError(failure);
      setPassword("");
      setBusy(false);
    }
  };

  return (
    <main className={classes.door}>
      <Paper className={classes.card} component="form" onSubmit={(event) => void submit(event)} withBorder>
        <Stack gap="md">
          <IconLock size={36} stroke={1.6} aria-hidden className={classes.lockIcon} />
          <Title order={1}>{t(expired ? "session.expired" : "session.locked")}</Title>
          <Text c="dimmed">{t(expired ? "session.expired_text" : "session.locked_text")}</Text>
          {error !== null && <ProblemNotice error={error} />}
          <input type="email" autoComplete="username" value={me.email} readOnly hidden />
          <PasswordInput
            label={t("session.password_of", { name: me.name })}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("session.show_password") }}
            required
            autoFocus
            size="md"
          />
          <Button type="submit" size="md" loading={busy} fullWidth>
            {t("session.continue")}
          </Button>
          <Anchor component="button" type="button" onClick={leave} ta="center">
            {t("session.someone_else")}
          </Anchor>
        </Stack>
      </Paper>
      {question}
    </main>
  );
}
