import { ActionIcon, Button, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { CrisisContact, CrisisContent } from "@/api/types";
import { Section } from "@/ui/Section";
import { crisisSections, isContacts, isNameless, type ContactSection, type LineSection } from "./content";
import classes from "./CrisisPlan.module.css";

interface CrisisPlanEditorProps {
  content: CrisisContent;
  onChange: (content: CrisisContent) => void;
}

/** Section by section in the person's own words; Enter begins the next line. Every change is handed up at once. */
export function CrisisPlanEditor({ content, onChange }: CrisisPlanEditorProps) {
  return (
    <Stack gap="md">
      {crisisSections.map((section) =>
        isContacts(section) ? (
          <Contacts
            key={section}
            section={section}
            contacts={content[section]}
            onChange={(contacts) => onChange({ ...content, [section]: contacts })}
          />
        ) : (
          <Lines
            key={section}
            section={section}
            lines={content[section]}
            onChange={(lines) => onChange({ ...content, [section]: lines })}
          />
        ),
      )}
    </Stack>
  );
}

const MOST = 20;
const at = <T,>(items: T[], index: number, item: T) =>
  items.map((old, place) => (place === index ? item : old));
const without = <T,>(items: T[], index: number) => items.filter((_, place) => place !== index);

/** Puts the cursor into the line that was just added. */
function useNewest(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) {
      const rows = list.current?.querySelectorAll<HTMLElement>("[data-first]");
      rows?.[rows.length - 1]?.focus();
    }
    before.current = count;
  }, [count]);
  return list;
}

interface LinesProps {
  section: LineSection;
  lines: string[];
  onChange: (lines: string[]) => void;
}

function Lines({ section, lines, onChange }: LinesProps) {
  const { t } = useTranslation();
  const title = t(`crisis_plan.section.${section}`);
  const list = useNewest(lines.length);
  const add = () => lines.length < MOST && onChange([...lines, ""]);
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  return (
    <Section title={title}>
      <Stack gap="xs" ref={list}>
        <Text c="dimmed" size="sm">
          {t(`crisis_plan.hint.${section}`)}
        </Text>
        {lines.map((line, index) => (
          // Lines have no identity but their place.
          <div key={index} className={classes.line}>
            <Textarea
              data-first
              autosize
              minRows={1}
              aria-label={t("crisis_plan.line", { title, number: index + 1 })}
              value={line}
              // A line is one thought: what is pasted over several lines becomes one.
              onChange={(event) =>
                onChange(at(lines, index, event.currentTarget.value.replace(/\s*\n\s*/g, " ")))
              }
              onKeyDown={onEnter}
              maxLength={500}
            />
            <Remove
              label={t("crisis_plan.line_remove", { line: line || title })}
              onClick={() => onChange(without(lines, index))}
            />
          </div>
        ))}
        <Add label={t(`crisis_plan.add.${section}`)} full={lines.length >= MOST} onClick={add} />
      </Stack>
    </Section>
  );
}

interface ContactsProps {
  section: ContactSection;
  contacts: CrisisContact[];
  onChange: (contacts: CrisisContact[]) => void;
}

function Contacts({ section, contacts, onChange }: ContactsProps) {
  const { t } = useTranslation();
  const title = t(`crisis_plan.section.${section}`);
  const list = useNewest(contacts.length);
  const change = (index: number, part: Partial<CrisisContact>) => {
    const old = contacts[index];
    if (old) onChange(at(contacts, index, { ...old, ...part }));
  };
  return (
    <Section title={title}>
      <Stack gap="xs" ref={list}>
        <Text c="dimmed" size="sm">
          {t(`crisis_plan.hint.${section}`)}
        </Text>
        {section === "professionals" && <Text>{t("crisis_plan.lifeline_stays")}</Text>}
        {contacts.map((contact, index) => (
          // Lines have no identity but their place.
          <div key={index} className={classes.contactLine} role="group" aria-label={contact.name || title}>
            <TextInput
              data-first
              label={t(section === "distractions" ? "crisis_plan.who_or_where" : "crisis_plan.who")}
              value={contact.name}
              onChange={(event) => change(index, { name: event.currentTarget.value })}
              error={isNameless(contact) && t("crisis_plan.name_missing")}
              maxLength={200}
            />
            <TextInput
              label={t("crisis_plan.phone")}
              type="tel"
              value={contact.phone ?? ""}
              onChange={(event) => change(index, { phone: event.currentTarget.value })}
              maxLength={40}
            />
            <TextInput
              label={t("crisis_plan.hours")}
              value={contact.hours ?? ""}
              onChange={(event) => change(index, { hours: event.currentTarget.value })}
              maxLength={100}
            />
            <Remove
              label={t("crisis_plan.line_remove", { line: contact.name || title })}
              onClick={() => onChange(without(contacts, index))}
            />
          </div>
        ))}
        <Add
          label={t(`crisis_plan.add.${section}`)}
          full={contacts.length >= MOST}
          onClick={() => onChange([...contacts, { name: "", phone: null, hours: null }])}
        />
      </Stack>
    </Section>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={36} aria-label={label} onClick={onClick}>
      <IconX size={18} aria-hidden />
    </ActionIcon>
  );
}

function Add({ label, full, onClick }: { label: string; full: boolean; onClick: () => void }) {
  return (
    <Button
      variant="default"
      w="fit-content"
      disabled={full}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
