import { Badge, Stack, Text } from "@mantine/core";
import {
  IconDeviceMobileMessage,
  IconMail,
  IconMapPin,
  IconMessage,
  IconPhone,
  IconVideo,
} from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CaseView, ContactView, PersonOverview } from "@/api/types";
import { useContacts } from "@/features/case/useWhole";
import { useCapability } from "@/app/me";
import { NoteSection } from "@/features/note/NoteSection";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { openContact } from "./open";

const icons = {
  phone: IconPhone,
  video: IconVideo,
  in_person: IconMapPin,
  text: IconDeviceMobileMessage,
  letter: IconMail,
  portal: IconMessage,
};

interface ContactTabProps {
  overview: PersonOverview;
  current: CaseView | undefined;
}

/** Who was reached when, and what was written about it. */
export function ContactTab({ overview, current }: ContactTabProps) {
  const { t } = useTranslation();
  const contacts = useContacts(overview.contacts, current?.id);
  const mayBill = useCapability()("billing_read");
  return (
    <Stack gap="md">
      <NoteSection notes={overview.notes} current={current} />
      <Section
        title={t("contact.title")}
        actions={
          <>
            {mayBill && current && (
              <Link to="/cases/$caseId/billing" params={{ caseId: current.id }}>
                {t("billing.of_case")}
              </Link>
            )}
            <ActionButton can={current?.can ?? []} operation="contact_create" onClick={() => openContact()}>
              {t("contact.log")}
            </ActionButton>
          </>
        }
      >
        {contacts.error && <ProblemNotice error={contacts.error} />}
        {contacts.items.length === 0 && <Text c="dimmed">{t("contact.none")}</Text>}
        <Rows label={t("contact.title")}>
          {contacts.items.map((contact) => (
            <ContactRow key={contact.id} contact={contact} zone={current?.time_zone} />
          ))}
        </Rows>
        <More {...contacts} />
      </Section>
    </Stack>
  );
}

function ContactRow({ contact, zone }: { contact: ContactView; zone: string | undefined }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const withdraw = useAct("contact_withdraw", { onSuccess: close });
  const { id, version, can } = contact;
  const Icon = icons[contact.mode];
  const wrong = contact.status === "entered_in_error";
  const reached = contact.outcome === "reached";
  const sameDay = contact.same_day ?? [];
  return (
    <Row
      icon={<Icon size={18} stroke={1.7} aria-hidden />}
      title={`${t(`contact.modes.${contact.mode}`)}, ${t(`contact.purposes.${contact.purpose}`).toLowerCase()}`}
      detail={t("contact.line", {
        when: formatInstant(contact.occurred_at, zone),
        name: contact.author?.name ?? t("state.unknown"),
        minutes: t("contact.minutes_of", { count: contact.minutes }),
        with: t(`contact.withs.${contact.with}`).toLowerCase(),
      })}
      actions={
        <>
          {sameDay.length > 0 && (
            <Badge variant="light" color="yellow" tt="none">
              {t("engagement.same_day", { names: sameDay.map(({ name }) => name).join(", ") })}
            </Badge>
          )}
          <Badge variant="light" color={!wrong && reached ? "teal" : "gray"}>
            {wrong ? t("contact.entered_in_error") : t(`contact.outcomes.${contact.outcome}`)}
          </Badge>
          {can.includes("contact_withdraw") && (
            <ActionButton
              can={can}
              operation="contact_withdraw"
              variant="subtle"
              size="compact-md"
              onClick={() => setAsking(true)}
            >
              {t("contact.withdraw")}
            </ActionButton>
          )}
        </>
      }
    >
      {contact.summary && (
        <Text size="sm" {...(wrong ? { c: "dimmed", td: "line-through" } : {})}>
          {contact.summary}
        </Text>
      )}
      {wrong && <Text size="sm">{t("contact.error_reason", { reason: contact.error_reason })}</Text>}
      {asking && (
        <ReasonDialog
          draft={`contact-withdraw:${id}`}
          title={t("contact.withdraw")}
          text={t("contact.withdraw_text")}
          label={t("contact.withdraw_reason")}
          submit={t("contact.withdraw_submit")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) => withdraw.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </Row>
  );
}
