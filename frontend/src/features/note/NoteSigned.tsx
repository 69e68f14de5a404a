import { Alert, Button, Group, Text, Title } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { NoteView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { showDone } from "@/ui/toast";
import { AmendDialog } from "./AmendDialog";
import { NoteHeading } from "./NoteHeading";
import classes from "./Note.module.css";

type Act = "amend" | "correct" | "return";

/** A signed note: it is added to or corrected by another one, and never changed. */
export function NoteSigned({ note }: { note: NoteView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  const { id, version, can } = note;
  const countersign = useAct("note_countersign", { onSuccess: () => showDone(t("note.countersigned")) });
  const giveBack = useAct("note_return", {
    onSuccess: () => {
      showDone(t("note_template.returned"));
      void navigate({ to: "/notes", search: { status: "awaiting_countersignature" } });
    },
  });
  const correct = useAct("note_correct", {
    onSuccess: (draft) => {
      close();
      void navigate({ to: "/notes/$noteId", params: { noteId: draft.id } });
    },
  });
  const superseded = note.status === "superseded";
  return (
    <>
      <NoteHeading note={note} title={note.title}>
        {note.status === "awaiting_countersignature" && (
          <>
            <ActionButton
              can={can}
              operation="note_countersign"
              loading={countersign.isPending}
              onClick={() => countersign.mutate({ path: { id }, version })}
            >
              {t("note.countersign")}
            </ActionButton>
            {can.includes("note_return") && (
              <Button variant="default" onClick={() => setAct("return")}>
                {t("note_template.return")}
              </Button>
            )}
          </>
        )}
        {note.status === "signed" && (
          <>
            <Button variant="default" disabled={!can.includes("note_amend")} onClick={() => setAct("amend")}>
              {t("note.amend")}
            </Button>
            {can.includes("note_correct") && (
              <Button variant="default" onClick={() => setAct("correct")}>
                {t("note_template.correct")}
              </Button>
            )}
          </>
        )}
      </NoteHeading>
      {countersign.error && <ProblemNotice error={countersign.error} />}
      {note.corrected_by_id && (
        <Alert
          color="orange"
          title={t(superseded ? "note_template.superseded" : "note_template.in_correction")}
        >
          <Link to="/notes/$noteId" params={{ noteId: note.corrected_by_id }}>
            {t("note_template.open_correction")}
          </Link>
        </Alert>
      )}
      {note.supersedes_id && (
        <Alert color="blue" title={t("note_template.corrects")}>
          <Text size="sm">{t("note.reason", { reason: note.correction_reason ?? "" })}</Text>
          <Link to="/notes/$noteId" params={{ noteId: note.supersedes_id }}>
            {t("note_template.open_corrected")}
          </Link>
        </Alert>
      )}
      <article className={classes.paper}>
        <p className={superseded ? `${classes.text} ${classes.struck}` : classes.text}>
          {note.text ?? note.body}
        </p>
        <footer className={classes.signatures}>
          {note.late_reason && (
            <Text size="sm">{t("note_template.late_because", { reason: note.late_reason })}</Text>
          )}
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
          {note.returns.map((own) => (
            <Text size="sm" key={own.at}>
              {t("note_template.returned_by", { name: own.by.name, when: formatInstant(own.at) })}:{" "}
              {own.comment}
            </Text>
          ))}
        </footer>
      </article>
      {note.amendments.map((amendment) => (
        <article key={amendment.id} className={classes.paper}>
          <Title order={2} size="h3">
            {t("note.amendment", { name: amendment.author.name, when: formatInstant(amendment.at) })}
          </Title>
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              {t("note.reason", { reason: amendment.reason })}
            </Text>
          </Group>
          <p className={classes.text}>{amendment.body}</p>
        </article>
      ))}
      {act === "amend" && <AmendDialog note={note} onClose={close} />}
      {act === "return" && (
        <ReasonDialog
          draft={`note-return:${id}`}
          title={t("note_template.return")}
          text={t("note_template.return_text")}
          label={t("note_template.return_label")}
          submit={t("note_template.return")}
          busy={giveBack.isPending}
          error={giveBack.error}
          onSubmit={(comment) => giveBack.mutate({ path: { id }, version, body: { comment } })}
          onClose={close}
        />
      )}
      {act === "correct" && (
        <ReasonDialog
          draft={`note-correct:${id}`}
          title={t("note_template.correct")}
          text={t("note_template.correct_text")}
          label={t("note_template.correct_label")}
          submit={t("note_template.correct_submit")}
          busy={correct.isPending}
          error={correct.error}
          onSubmit={(reason) => correct.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </>
  );
}
