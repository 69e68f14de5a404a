import {
  Button,
  Checkbox,
  Divider,
  Group,
  List,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { ContactLogged } from "@/api/types";
import { SameDay } from "@/features/appointment/SameDay";
import { CasePicker } from "@/features/case/CasePicker";
import type { CaseTarget } from "@/features/case/focus";
import { formatInstant } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { Modal } from "@/ui/Modal";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { useRuleWords } from "@/features/deadline/words";
import { directions, modes, newContact, outcomes, purposes, toInput, withs, type ContactForm } from "./form";

interface ContactDialogProps {
  target: CaseTarget | null;
  onClose: () => void;
}

/** Logging a contact, from anywhere: choose whom it is about if that is not clear, fill in, see what it did. */
export function ContactDialog({ target, onClose }: ContactDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(target);
  const [result, setResult] = useState<ContactLogged | null>(null);
  if (!chosen) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={t("contact.log")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <CasePicker onPick={setChosen} />
      </Modal>
    );
  }
  if (result)
    return <Logged result={result} target={chosen} onAnother={() => setResult(null)} onClose={onClose} />;
  return (
    <ContactForms target={chosen} onLogged={setResult} onClose={onClose} onOther={() => setChosen(null)} />
  );
}

interface ContactFormsProps {
  target: CaseTarget;
  onLogged: (result: ContactLogged) => void;
  onClose: () => void;
  onOther: () => void;
}

function ContactForms({ target, onLogged, onClose, onOther }: ContactFormsProps) {
  const { t } = useTranslation();
  const draft = useDraft<ContactForm>(`contact:${target.caseId}`, () =>
    newContact(target.timeZone, t("contact.follow_up_default", { name: target.personName })),
  );
  const form = draft.value;
  const change = (part: Partial<ContactForm>) => draft.change({ ...form, ...part });
  const log = useAct("contact_create", {
    onSuccess: (result) => {
      draft.discard();
      onLogged(result);
    },
  });
  const errors = fieldErrors(log.error);
  const submit = () => log.mutate({ path: { id: target.caseId }, body: toInput(form, target.timeZone) });

  return (
    <Dialog
      title={t("contact.with_person", { name: target.personName })}
      submit={t("contact.save")}
      busy={log.isPending}
      error={log.error}
      onSubmit={submit}
      onClose={onClose}
      size="xl"
    >
      <Group justify="space-between" gap="xs">
        <Text c="dimmed" size="sm">
          {target.programName}
        </Text>
        <Button variant="subtle" size="compact-sm" onClick={onOther}>
          {t("contact.someone_else")}
        </Button>
      </Group>
      <SameDay caseId={target.caseId} on={form.occurred.slice(0, 10)} zone={target.timeZone} />
      <ChoiceChips
        label={t("contact.mode")}
        value={form.mode}
        onChange={(mode) => change({ mode })}
        options={modes}
        text={(mode) => t(`contact.modes.${mode}`)}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ChoiceChips
          label={t("contact.direction")}
          value={form.direction}
          onChange={(direction) => change({ direction })}
          options={directions}
          text={(direction) => t(`contact.directions.${direction}`)}
        />
        <ChoiceChips
          label={t("contact.with")}
          value={form.with}
          onChange={(who) => change({ with: who })}
          options={withs}
          text={(who) => t(`contact.withs.${who}`)}
        />
      </SimpleGrid>
      <ChoiceChips
        label={t("contact.outcome")}
        value={form.outcome}
        onChange={(outcome) => change({ outcome })}
        options={outcomes}
        text={(outcome) => t(`contact.outcomes.${outcome}`)}
      />
      {form.outcome !== "reached" && (
        <Text size="sm" c="dimmed">
          {t("contact.attempt_hint")}
        </Text>
      )}
      <ChoiceChips
        label={t("contact.purpose")}
        value={form.purpose}
        onChange={(purpose) => change({ purpose })}
        options={purposes}
        text={(purpose) => t(`contact.purposes.${purpose}`)}
      />
      <Group grow align="flex-start">
        <NumberInput
          label={t("contact.minutes")}
          value={form.minutes}
          onChange={(minutes) => change({ minutes: Number(minutes) || 0 })}
          min={0}
          max={600}
          allowDecimal={false}
          error={errors["minutes"]}
        />
        <ZonedTimeInput
          zone={target.timeZone}
          label={t("contact.when")}
          value={form.occurred}
          onChange={(next) => change({ occurred: next })}
          error={errors["occurred_at"]}
          required
        />
      </Group>
      <TextInput
        label={t("contact.summary")}
        value={form.summary}
        onChange={(event) => change({ summary: event.currentTarget.value })}
        maxLength={300}
        error={errors["summary"]}
      />
      <Divider label={t("contact.what_next")} labelPosition="left" />
      <Checkbox
        label={t("contact.follow_up")}
        checked={form.followUp}
        onChange={(event) => change({ followUp: event.currentTarget.checked })}
      />
      {form.followUp && (
        <Group grow align="flex-start">
          <TextInput
            label={t("contact.follow_up_title")}
            value={form.followUpTitle}
            onChange={(event) => change({ followUpTitle: event.currentTarget.value })}
            error={errors["follow_up.title"]}
            maxLength={200}
            required
          />
          <ZonedTimeInput
            zone={target.timeZone}
            label={t("task.due")}
            value={form.followUpDue}
            onChange={(next) => change({ followUpDue: next })}
            error={errors["follow_up.due_at"]}
            required
          />
        </Group>
      )}
      <Checkbox
        label={t("contact.write_note")}
        checked={form.writeNote}
        onChange={(event) => change({ writeNote: event.currentTarget.checked })}
      />
      {form.writeNote && (
        <>
          <Textarea
            label={t("contact.note")}
            value={form.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            autosize
            minRows={4}
            maxRows={14}
            error={errors["note.body"]}
            maxLength={20_000}
            required
          />
          <Checkbox
            label={t("contact.sign_now")}
            checked={form.sign}
            onChange={(event) => change({ sign: event.currentTarget.checked })}
          />
          {(form.lateReason !== "" || errors["note.late_reason"]) && (
            <TextInput
              label={t("note_template.late_reason")}
              description={t("note_template.late_text")}
              value={form.lateReason}
              onChange={(event) => change({ lateReason: event.currentTarget.value })}
              error={errors["note.late_reason"]}
              maxLength={500}
              required
            />
          )}
        </>
      )}
    </Dialog>
  );
}

interface LoggedProps {
  result: ContactLogged;
  target: CaseTarget;
  onAnother: () => void;
  onClose: () => void;
}

/** What the contact did: which deadlines it met and what it opened. */
function Logged({ result, target, onAnother, onClose }: LoggedProps) {
  const words = useRuleWords();
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("contact.with_person", { name: target.personName })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md" role="status">
        <Group gap="xs">
          <IconCircleCheck size={26} aria-hidden color="var(--tend-brand)" />
          <Title order={2} size="h3">
            {t("contact.saved")}
          </Title>
        </Group>
        {result.met.length === 0 && <Text c="dimmed">{t("contact.met_none")}</Text>}
        {result.met.length > 0 && (
          <div>
            <Text fw={600}>{t("contact.met")}</Text>
            <List>
              {result.met.map(({ rule, title, in_time }) => (
                <List.Item key={rule + title}>
                  {words.title(title)} ({rule}){!in_time && `, ${t("contact.met_late")}`}
                </List.Item>
              ))}
            </List>
          </div>
        )}
        {result.opened.length > 0 && (
          <div>
            <Text fw={600}>{t("contact.opened")}</Text>
            <List>
              {result.opened.map(({ id, title, due_at }) => (
                <List.Item key={id}>
                  {due_at
                    ? t("contact.opened_item", { title, due: formatInstant(due_at, target.timeZone) })
                    : title}
                </List.Item>
              ))}
            </List>
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onAnother}>
            {t("contact.another")}
          </Button>
          <Button onClick={onClose} data-autofocus>
            {t("action.done")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
