import type { NoteView, Schemas } from "@/api/types";

/** A note as it is being written. */
export interface NoteDraftForm {
  title: string;
  body: string;
  answers: Record<string, string>;
  occurredAt: string;
  lateReason: string;
}

/** What of a note is written. */
export const draftOf = (note: NoteView): NoteDraftForm => ({
  title: note.title,
  body: note.body,
  answers: Object.fromEntries(note.answers.map(({ field, value }) => [field, value])),
  occurredAt: note.occurred_at,
  lateReason: note.late_reason ?? "",
});

/** The draft as the API wants it; an emptied field is no answer. */
export const toUpdate = (draft: NoteDraftForm): Schemas["NoteUpdate"] => ({
  title: draft.title,
  body: draft.body,
  answers: Object.entries(draft.answers)
    .filter(([, value]) => value.trim() !== "")
    .map(([field, value]) => ({ field, value })),
  occurred_at: draft.occurredAt,
  ...(draft.lateReason.trim() ? { late_reason: draft.lateReason } : {}),
});

/** Whether there is anything to sign. */
export const isWritten = (draft: NoteDraftForm) =>
  draft.body.trim() !== "" || Object.values(draft.answers).some((value) => value.trim() !== "");
