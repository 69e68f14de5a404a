import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { signIn } from "@/api/session";
import { Brand } from "@/ui/Brand";
import { ProblemNotice } from "@/ui/ProblemNotice";
import classes from "./session.module.css";

/** The door: e-mail and password. The address in the URL is kept, so that signing in leads where the reader wanted to go. */
export function SignIn() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(email.trim(), password);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <main className={classes.door}>
      <Paper className={classes.card} component="form" onSubmit={(event) => void submit(event)} withBorder>
        <Stack gap="md">
          <Brand size="lg" />
          <Title order={1}>{t("session.sign_in")}</Title>
          <Text c="dimmed">{t("session.welcome")}</Text>
          {error !== null && <ProblemNotice error={error} />}
          <TextInput
            label={t("session.email")}
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            required
            autoFocus
            size="md"
          />
          <PasswordInput
            label={t("session.password")}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("session.show_password") }}
            required
            size="md"
          />
          <Button type="submit" size="md" loading={busy} fullWidth>
            {t("session.sign_in")}
          </Button>
        </Stack>
      </Paper>
    </main>
  );
}
