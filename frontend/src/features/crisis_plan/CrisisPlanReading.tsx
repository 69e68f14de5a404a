import { Stack, Text, Title } from "@mantine/core";
import { IconMessage, IconPhoneCall } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CrisisContact, CrisisContent } from "@/api/types";
import { crisisSections, isContacts, telOf, wholeContent } from "./content";
import classes from "./CrisisPlan.module.css";

interface CrisisPlanReadingProps {
  content: Partial<CrisisContent>;
  /** Number of the 988 Lifeline. */
  lifeline: string;
}

/** A crisis plan to read in a hurry: the lifeline first, large text, numbers that dial. */
export function CrisisPlanReading({ content, lifeline }: CrisisPlanReadingProps) {
  const { t } = useTranslation();
  const whole = wholeContent(content);
  return (
    <Stack gap="md" className={classes.reading}>
      <Lifeline number={lifeline} />
      {crisisSections.map((section) => {
        const contacts = isContacts(section) ? whole[section] : undefined;
        const lines = isContacts(section) ? [] : whole[section];
        const empty = lines.length + (contacts?.length ?? 0) === 0;
        return (
          <section key={section}>
            <Title order={3}>{t(`crisis_plan.section.${section}`)}</Title>
            {empty ? (
              <Text c="dimmed">{t("crisis_plan.section_empty")}</Text>
            ) : (
              <ul>
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
                {contacts?.map((contact) => (
                  <li key={contact.name + contact.phone}>
                    <Contact contact={contact} />
                  </li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </Stack>
  );
}

function Lifeline({ number }: { number: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.lifeline}>
      <div>
        <Text fw={700} inherit>
          {t("crisis_plan.lifeline")}
        </Text>
        <Text size="md">{t("crisis_plan.lifeline_text")}</Text>
      </div>
      <div className={classes.contact}>
        <a className={classes.dial} href={`tel:${number}`}>
          <IconPhoneCall size={22} aria-hidden />
          {t("crisis_plan.call", { number })}
        </a>
        <a className={classes.call} href={`sms:${number}`}>
          <IconMessage size={20} aria-hidden />
          {t("crisis_plan.text", { number })}
        </a>
      </div>
    </div>
  );
}

function Contact({ contact }: { contact: CrisisContact }) {
  const tel = contact.phone ? telOf(contact.phone) : undefined;
  return (
    <span className={classes.contact}>
      <span>{contact.name}</span>
      {contact.phone &&
        (tel ? (
          <a className={classes.call} href={tel}>
            <IconPhoneCall size={20} aria-hidden />
            {contact.phone}
          </a>
        ) : (
          <span>{contact.phone}</span>
        ))}
      {contact.hours && (
        <Text component="span" c="dimmed" inherit>
          {contact.hours}
        </Text>
      )}
    </span>
  );
}
