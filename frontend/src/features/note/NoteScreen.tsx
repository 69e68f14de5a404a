import { Badge, Button, Group, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useAct, useCall } from "@/api/hooks";
import type { NoteView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useVersionedDraft } from "@/lib/versioned";
import { useWords } from "@/lib/words";
import { PersonLink } from "@/features/person/PersonLink";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { SaveMark } from "@/ui/SaveMark";
import { StaleNotice } from "@/ui/StaleNotice";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { AmendDialog } from "./AmendDialog";
import classes from "./Note.module.css";

const route = getRouteApi("/notes/$noteId");

/** One note: a draft that saves itself, or a signed text that is only ever amended. */
export function NoteScreen() {
  const { t } = useTranslation();
  useTitle(t("note.one"));
  const { noteId: id } = route.useParams();
  const note = useCall("note_get", { path: { id } }, { refetchOnWindowFocus: false });
  if (note.error) return <ProblemNotice error={note.error} />;
  if (!note.data) return <Waiting lines={3} height={120} />;
  const editable = note.data.can.includes("note_update");
  return (
    <Stack gap="md" maw={820}>
      {editable ? <Draft key={id} note={note.data} /> : <Signed key={id} note={note.data} />}
    </Stack>
  );
}

function Heading({ note, title, children }: { note: NoteView; title: string; children: ReactNode }) {
  const words = useWords();
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div>
        <PersonLink personId={note.person_id} tab="contacts" />
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          <Badge size="lg" variant="light" color={note.status === "signed" ? "teal" : "yellow"}>
            {words(note.status)}
          </Badge>
        </Group>
        <Text c="dimmed" size="sm">
          {note.author.name}, {formatInstant(note.occurred_at)}
        </Text>
      </div>
      <Group gap="sm">{children}</Group>
    </Group>
  );
}

function Draft({ note }: { note: NoteView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = note.id;
  const [discarding, setDiscarding] = useState(false);
  const edit = useVersionedDraft({
    record: note,
    draftOf: ({ title, body }) => ({ title, body }),
    save: (draft, version) => call("note_update", { path: { id }, version, body: draft }),
    reload: () => call("note_get", { path: { id } }),
  });
  const leave = () =>
    void navigate({
      to: "/people/$personId",
      params: { personId: note.person_id },
      search: { tab: "contacts" },
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
  const signNow = () => act((version) => sign.mutate({ path: { id }, version }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && edit.draft.body.trim()) signNow();
  };

  return (
    <>
      <Heading note={note} title={edit.draft.title || t("note.one")}>
        <SaveMark state={edit.state} onSave={() => void edit.flush().catch(() => undefined)} />
      </Heading>
      {edit.stale && (
        <StaleNotice onKeepMine={() => void edit.keepMine()} onTakeTheirs={() => void edit.takeTheirs()} />
      )}
      {(sign.error ?? discard.error) && <ProblemNotice error={sign.error ?? discard.error} />}
      <TextInput
        label={t("note.heading")}
        value={edit.draft.title}
        onChange={(event) => edit.change({ ...edit.draft, title: event.currentTarget.value })}
        maxLength={200}
      />
      <Textarea
        label={t("note.body")}
        placeholder={t("note.body_placeholder")}
        description={t("note.keys")}
        value={edit.draft.body}
        onChange={(event) => edit.change({ ...edit.draft, body: event.currentTarget.value })}
        onKeyDown={onKeyDown}
        classNames={{ input: classes.input }}
        autosize
        minRows={12}
        maxLength={20_000}
        autoFocus
      />
      <Group>
        <ActionButton
          can={edit.saved.can}
          operation="note_sign"
          loading={sign.isPending}
          onClick={signNow}
          blocked={edit.draft.body.trim() ? undefined : t("note.empty")}
        >
          {t("note.sign")}
        </ActionButton>
        <ActionButton
          can={edit.saved.can}
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

function Signed({ note }: { note: NoteView }) {
  const { t } = useTranslation();
  const [amending, setAmending] = useState(false);
  const countersign = useAct("note_countersign", { onSuccess: () => showDone(t("note.countersigned")) });
  const { id, version, can } = note;
  return (
    <>
      <Heading note={note} title={note.title}>
        {note.status === "awaiting_countersignature" && (
          <ActionButton
            can={can}
            operation="note_countersign"
            loading={countersign.isPending}
            onClick={() => countersign.mutate({ path: { id }, version })}
          >
            {t("note.countersign")}
          </ActionButton>
        )}
        {note.status === "signed" && (
          <Button variant="default" disabled={!can.includes("note_amend")} onClick={() => setAmending(true)}>
            {t("note.amend")}
          </Button>
        )}
      </Heading>
      {countersign.error && <ProblemNotice error={countersign.error} />}
      <article className={classes.paper}>
        <p className={classes.text}>{note.body}</p>
        <footer className={classes.signatures}>
          {note.signed_at && (
            <Text size="sm">
              {t("note.signed_by", { name: note.author.name, when: formatInstant(note.signed_at) })}
            </Text>
          )}
          {note.countersigner && note.countersigned_at && (
            <Text size="sm">
              {t("note.countersigned_by", {
                name: note.countersigner.name,
                when: formatInstant(note.countersigned_at),
              })}
            </Text>
          )}
        </footer>
      </article>
      {note.amendments.map((amendment) => (
        <article key={amendment.id} className={classes.paper}>
          <Title order={2} size="h3">
            {t("note.amendment", { name: amendment.author.name, when: formatInstant(amendment.at) })}
          </Title>
          <Text size="sm" c="dimmed">
            {t("note.reason", { reason: amendment.reason })}
          </Text>
          <p className={classes.text}>{amendment.body}</p>
        </article>
      ))}
      {amending && <AmendDialog note={note} onClose={() => setAmending(false)} />}
    </>
  );
}
