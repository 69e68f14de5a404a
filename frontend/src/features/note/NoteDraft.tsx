import { Alert, Group, Text, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useAct } from "@/api/hooks";
import type { NoteView } from "@/api/types";
import { formatInstant, instantOf, localOf, ownZone } from "@/lib/dates";
import { useVersionedDraft } from "@/lib/versioned";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { SaveMark } from "@/ui/SaveMark";
import { StaleNotice } from "@/ui/StaleNotice";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { draftOf, isWritten, toUpdate } from "./draft";
import { NoteHeading } from "./NoteHeading";
import { TemplateFields } from "./TemplateFields";
import classes from "./Note.module.css";

/** A draft: it saves itself, and says what is missing once somebody wants to sign it. */
export function NoteDraft({ note }: { note: NoteView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = note.id;
  const [discarding, setDiscarding] = useState(false);
  const [strict, setStrict] = useState(false);
  const edit = useVersionedDraft({
    record: note,
    draftOf,
    save: (draft, version) => call("note_update", { path: { id }, version, body: toUpdate(draft) }),
    reload: () => call("note_get", { path: { id } }),
  });
  const leave = () =>
    void navigate({
      to: "/people/$personId",
      params: { personId: note.person_id },
      search: { tab: "contacts", case: note.case_id },
    });
  const sign = useAct("note_sign", {
    onSuccess: ({ status }) => {
      showDone(t(status === "awaiting_countersignature" ? "note.sent" : "note.signed"));
      leave();
    },
  });
  const discard = useAct("note_discard", {
    onSuccess: () => {
      showDone(t("note.discarded"));
      leave();
    },
  });
  const act = (run: (version: number) => void) => void edit.settle().then(run, () => undefined);
  const signNow = () => {
    setStrict(true);
    act((version) => sign.mutate({ path: { id }, version }));
  };
  const { draft, saved } = edit;
  const template = saved.template ?? note.template;
  const written = isWritten(draft);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && written) signNow();
  };
  const told = saved.returns.at(-1);
  return (
    <>
      <NoteHeading note={saved} title={draft.title || t("note.one")}>
        <SaveMark state={edit.state} onSave={() => void edit.flush().catch(() => undefined)} />
      </NoteHeading>
      {edit.stale && (
        <StaleNotice onKeepMine={() => void edit.keepMine()} onTakeTheirs={() => void edit.takeTheirs()} />
      )}
      {(edit.failure ?? sign.error ?? discard.error) && (
        <ProblemNotice error={edit.failure ?? sign.error ?? discard.error} />
      )}
      {told && (
        <Alert
          color="orange"
          title={t("note_template.returned_by", { name: told.by.name, when: formatInstant(told.at) })}
        >
          {told.comment}
        </Alert>
      )}
      {saved.correction_reason && (
        <Alert color="blue" title={t("note_template.correcting")}>
          {t("note.reason", { reason: saved.correction_reason })}
        </Alert>
      )}
      <TextInput
        label={t("note.heading")}
        value={draft.title}
        onChange={(event) => edit.change({ ...draft, title: event.currentTarget.value })}
        maxLength={200}
      />
      {note.contact_id === null && (
        <ZonedTimeInput
          zone={ownZone}
          label={t("note_template.occurred")}
          description={t("note_template.occurred_text")}
          value={localOf(draft.occurredAt, ownZone)}
          onChange={(local) => local && edit.change({ ...draft, occurredAt: instantOf(local, ownZone) })}
          maw={320}
        />
      )}
      {saved.is_late && (
        <TextInput
          label={t("note_template.late_reason")}
          description={t("note_template.late_text")}
          value={draft.lateReason}
          onChange={(event) => edit.change({ ...draft, lateReason: event.currentTarget.value })}
          maxLength={500}
          required
        />
      )}
      {template && (
        <TemplateFields
          template={template}
          saved={saved}
          values={draft.answers}
          onChange={(field, value) =>
            edit.change({ ...draft, answers: { ...draft.answers, [field]: value } })
          }
          strict={strict}
        />
      )}
      <Textarea
        label={template ? t("note_template.more") : t("note.body")}
        placeholder={template ? undefined : t("note.body_placeholder")}
        description={t("note.keys")}
        value={draft.body}
        onChange={(event) => edit.change({ ...draft, body: event.currentTarget.value })}
        onKeyDown={onKeyDown}
        classNames={{ input: classes.input }}
        autosize
        minRows={template ? 4 : 12}
        maxLength={20_000}
        autoFocus={!template}
      />
      <Group>
        <ActionButton
          can={saved.can}
          operation="note_sign"
          loading={sign.isPending}
          onClick={signNow}
          blocked={written ? undefined : t("note.empty")}
        >
          {t("note.sign")}
        </ActionButton>
        <ActionButton
          can={saved.can}
          operation="note_discard"
          variant="subtle"
          color="red"
          onClick={() => setDiscarding(true)}
        >
          {t("note.discard")}
        </ActionButton>
      </Group>
      {discarding && (
        <Dialog
          title={t("note.discard")}
          submit={t("note.discard")}
          danger
          busy={discard.isPending}
          error={discard.error}
          onSubmit={() => act((version) => discard.mutate({ path: { id }, version }))}
          onClose={() => setDiscarding(false)}
        >
          <Text>{t("note.discard_text")}</Text>
        </Dialog>
      )}
    </>
  );
}
