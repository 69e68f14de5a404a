import { expect, it } from "vitest";
import type { NoteView } from "@/api/types";
import { draftOf, isWritten, toUpdate } from "./draft";

const note = {
  title: "Visit",
  body: "",
  occurred_at: "2026-07-06T12:00:00Z",
  late_reason: null,
  answers: [{ field: "plan", value: "Call", source: null }],
} as unknown as NoteView;

it("sends what is filled and leaves out what was emptied", () => {
  const draft = draftOf(note);
  expect(toUpdate(draft)).toEqual({
    title: "Visit",
    body: "",
    answers: [{ field: "plan", value: "Call" }],
    occurred_at: "2026-07-06T12:00:00Z",
  });
  const emptied = { ...draft, answers: { plan: " " }, lateReason: "No network" };
  expect(toUpdate(emptied)).toMatchObject({ answers: [], late_reason: "No network" });
});

it("has something to sign with text or with one answer", () => {
  const draft = draftOf(note);
  expect(isWritten(draft)).toBe(true);
  expect(isWritten({ ...draft, answers: { plan: " " } })).toBe(false);
  expect(isWritten({ ...draft, answers: {}, body: "Text" })).toBe(true);
});
