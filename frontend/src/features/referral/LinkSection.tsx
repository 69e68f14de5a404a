import {
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  NumberInput,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useCapture } from "@/features/consent/useCapture";
import { formatInstant } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import type { Referral } from "./referral";

type Link = Schemas["ReferralLinkView"];

/** Who may answer without an account, and until when. */
export function LinkSection({ referral, links }: { referral: Referral; links: Link[] }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const { can } = referral;
  if (links.length === 0 && !can.includes("referral_link_create")) return null;
  return (
    <Section
      title={t("referral.links")}
      actions={
        can.includes("referral_link_create") && (
          <ActionButton
            can={can}
            operation="referral_link_create"
            variant="default"
            onClick={() => setMaking(true)}
          >
            {t("referral.link_create")}
          </ActionButton>
        )
      }
    >
      {links.length === 0 && <Text c="dimmed">{t("referral.no_links")}</Text>}
      <Rows>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </Rows>
      {making && <LinkDialog referral={referral} onClose={() => setMaking(false)} />}
    </Section>
  );
}

function LinkRow({ link }: { link: Link }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const revoke = useAct("referral_link_revoke", { onSuccess: () => setShown(false) });
  const { id, version, can } = link;
  const state = link.revoked_at
    ? t("referral.link_revoked", { at: formatInstant(link.revoked_at) })
    : t(link.is_open ? "referral.link_until" : "referral.link_over", { at: formatInstant(link.expires_at) });
  return (
    <Row
      title={link.given_to}
      detail={[state, t(link.shares_contact ? "referral.shares" : "referral.shares_not")].join(" · ")}
      actions={
        link.is_open && (
          <Group gap="xs">
            {can.includes("referral_link_get") && !shown && (
              <Button size="compact-md" variant="default" onClick={() => setShown(true)}>
                {t("referral.link_show")}
              </Button>
            )}
            {can.includes("referral_link_revoke") && (
              <ActionButton
                can={can}
                operation="referral_link_revoke"
                size="compact-md"
                variant="subtle"
                loading={revoke.isPending}
                onClick={() => revoke.mutate({ path: { id }, version })}
              >
                {t("referral.link_revoke")}
              </ActionButton>
            )}
          </Group>
        )
      }
    >
      {revoke.error && <ProblemNotice error={revoke.error} />}
      {shown && link.is_open && <Address id={id} />}
    </Row>
  );
}

/** The address to hand on. The secret stands behind the sign #, which no server and no log gets to see. */
function Address({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useCall("referral_link_get", { path: { id } }, { gcTime: 0 });
  if (error) return <ProblemNotice error={error} />;
  if (!data?.token) return null;
  const address = `${window.location.origin}/partner#${data.token}`;
  return (
    <Stack gap="xs" mt="xs" align="flex-start">
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>
        {address}
      </Code>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button size="compact-md" variant="default" onClick={copy}>
            {t(copied ? "referral.link_copied" : "referral.link_copy")}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

function LinkDialog({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const { t } = useTranslation();
  const { form, change, discard } = useKeptForm(`referral-link:${referral.id}`, () => ({
    givenTo: "",
    days: 14 as number | string,
    shares: false,
  }));
  const { givenTo, days, shares } = form;
  const create = useAct("referral_link_create", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const { data: decision, error } = useCall("referral_disclosure", { path: { id: referral.id } });
  const sharing = useCapture(decision, error, referral.person, referral.id);
  if (sharing.instead) return sharing.instead;
  return (
    <Dialog
      title={t("referral.link_create")}
      submit={t("referral.link_create")}
      disabled={sharing.denied}
      busy={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutate({
          path: { id: referral.id },
          body: { given_to: givenTo, days: Number(days), shares_contact: shares },
        })
      }
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {t("referral.link_text")}
      </Text>
      {sharing.notice}
      <TextInput
        label={t("referral.given_to")}
        value={givenTo}
        onChange={(event) => change({ givenTo: event.currentTarget.value })}
        error={errors["given_to"]}
        maxLength={200}
        required
        data-autofocus
      />
      <NumberInput
        label={t("referral.link_days")}
        value={days}
        onChange={(next) => change({ days: next })}
        min={1}
        max={30}
        allowDecimal={false}
        error={errors["days"]}
        required
      />
      <Checkbox
        label={t("referral.agreed")}
        description={t("referral.agreed_text")}
        checked={shares}
        onChange={(event) => change({ shares: event.currentTarget.checked })}
      />
    </Dialog>
  );
}
