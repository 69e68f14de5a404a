import {
  Alert,
  Button,
  Group,
  Loader,
  Paper,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { startLanguage } from "@/i18n";
import { formatDate, formatInstant } from "@/lib/dates";
import { languageName } from "@/lib/language";
import { prefer, usePreferences } from "@/lib/preferences";
import { Brand } from "@/ui/Brand";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import classes from "./Partner.module.css";
import { declineReasons, oneOf, type PartnerAnswer } from "./referral";

type View = Schemas["PartnerReferralView"];

/** The secret of the address. It stands behind the sign #, so that it reaches no server log. */
const tokenOf = (hash: string) => hash.replace(/^#/, "");

/** One referral for a partner who has a link and no account. */
export function PartnerScreen() {
  const { t } = useTranslation();
  useTitle(t("partner.title"));
  const [token] = useState(() => tokenOf(window.location.hash));
  const [view, setView] = useState<View | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let current = true;
    call("partner_referral_open", { body: { token: token || "-" } })
      .then((found) => current && setView(found))
      .catch((failure: unknown) => current && setError(failure));
    return () => {
      current = false;
    };
  }, [token, tries]);

  const again = () => {
    setError(null);
    setTries(tries + 1);
  };
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Brand />
        <LanguageSwitch />
      </header>
      <main className={classes.main}>
        {error !== null && (
          <ProblemNotice error={error}>
            <Button variant="default" w="fit-content" onClick={again}>
              {t("action.try_again")}
            </Button>
          </ProblemNotice>
        )}
        {!view && error === null && <Loader aria-label={t("partner.loading")} />}
        {view && <Referral token={token} view={view} onView={setView} />}
      </main>
    </div>
  );
}

function LanguageSwitch() {
  const { language } = usePreferences();
  const other = language === "en" ? "es" : "en";
  const change = () => {
    prefer({ language: other });
    void startLanguage(other);
  };
  return (
    <Button variant="subtle" lang={other} onClick={change}>
      {other === "es" ? "Español" : "English"}
    </Button>
  );
}

interface ReferralProps {
  token: string;
  view: View;
  onView: (view: View) => void;
}

function Referral({ token, view, onView }: ReferralProps) {
  const { t } = useTranslation();
  const { person } = view;
  const known: [string, string | null | undefined][] = [
    [t("partner.for"), person?.name ?? person?.initials],
    [t("partner.phone"), person?.phone],
    [t("partner.language"), person && languageName(person.language)],
    [t("partner.interpreter"), person?.interpreter_needed ? t("partner.yes") : null],
    [t("referral.scheduled"), view.scheduled_on && formatDate(view.scheduled_on)],
    [t("referral.served"), view.served_on && formatDate(view.served_on)],
    [t("partner.contact"), view.contact],
  ];
  return (
    <Stack gap="md">
      <div>
        <Text c="dimmed">{t("partner.from", { name: view.organization })}</Text>
        <Title order={1}>{t(`referral.kinds.${view.kind}`)}</Title>
        <Text fw={600} role="status">
          {t(`partner.states.${view.status}`)}
        </Text>
      </div>
      {view.request && <Text className={classes.request}>{view.request}</Text>}
      {view.notices.map((notice) => (
        <Alert key={notice} color="yellow" variant="light">
          {t(`disclosure.notices.${notice}`)}
        </Alert>
      ))}
      <Facts items={known.filter((fact): fact is [string, string] => Boolean(fact[1]))} />
      {person && !person.name && (
        <Text size="sm" c="dimmed">
          {t("partner.initials_only")}
        </Text>
      )}
      {view.answers.length > 0 ? (
        <Reply key={view.status} token={token} view={view} onView={onView} />
      ) : (
        <Alert color="teal">{t("partner.nothing_to_do")}</Alert>
      )}
      <Text size="sm" c="dimmed">
        {t("partner.until", { at: formatInstant(view.expires_at) })}
      </Text>
    </Stack>
  );
}

function Reply({ token, view, onView }: ReferralProps) {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState<PartnerAnswer | null>(null);
  const [on, setOn] = useState(view.today);
  const [reason, setReason] = useState<(typeof declineReasons)[number]>("no_capacity");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const errors = fieldErrors(error);
  const dated = answer === "schedule" || answer === "serve";

  const send = async () => {
    if (!answer) return;
    setBusy(true);
    setError(null);
    try {
      const body = {
        token,
        answer,
        on: dated ? on : null,
        reason: answer === "decline" ? reason : null,
        note: note || null,
      };
      onView(await call("partner_referral_answer", { body }));
      setNote("");
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Paper
      withBorder
      p="md"
      component="form"
      className={classes.reply}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="md">
        {error !== null && <ProblemNotice error={error} />}
        <ChoiceChips
          label={t("partner.answer")}
          value={answer}
          onChange={setAnswer}
          options={view.answers}
          text={(code) => t(`partner.answers.${code}`)}
        />
        {dated && (
          <TextInput
            type="date"
            label={t(answer === "serve" ? "referral.served" : "referral.scheduled")}
            value={on}
            onChange={(event) => setOn(event.currentTarget.value)}
            error={errors["on"]}
            required
          />
        )}
        {answer === "decline" && (
          <Select
            label={t("referral.why")}
            value={reason}
            onChange={(next) => setReason(oneOf(declineReasons, next, reason))}
            data={declineReasons.map((code) => ({ value: code, label: t(`referral.declines.${code}`) }))}
            allowDeselect={false}
          />
        )}
        {answer && (
          <Textarea
            label={t("partner.note")}
            description={t("partner.note_text")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            error={errors["note"]}
            maxLength={1000}
            autosize
            minRows={2}
          />
        )}
        <Group>
          <Button type="submit" size="md" loading={busy} disabled={!answer}>
            {t("partner.send")}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
