import { expect, it } from "vitest";
import { effectLines, followedBy, newMilestone, toCreate, withHearing } from "./milestone";
import { texts } from "./texts";

it("is nothing to save while the kind or the day is missing", () => {
  const form = newMilestone("2026-11-22");
  expect(toCreate(form)).toBeNull();
  expect(toCreate({ ...form, kind: "parental_consent", on: "" })).toBeNull();
  expect(toCreate({ ...form, kind: "parental_consent", note: " " })).toEqual({
    kind: "parental_consent",
    occurred_on: "2026-11-22",
    answers_id: null,
    appointment_id: null,
    note: null,
  });
  expect(toCreate({ ...form, kind: "response_served", answers: "a" })).toMatchObject({ answers_id: "a" });
  const heard = { ...form, kind: "hearing_on_own_motion" as const, hearing: "h" };
  expect(toCreate(heard)).toMatchObject({ appointment_id: "h" });
});

it("has the day of its hearing as that stands now, and a day of its own once that is gone", () => {
  const form = { ...newMilestone("2026-11-22"), hearing: "h", note: "Typed" };
  const heard = { appointment_id: "h", occurred_on: "2026-12-01", starts_at: "2026-12-01T15:00:00Z" };
  expect(withHearing(form, [heard])).toEqual({ ...form, on: "2026-12-01" });
  expect(withHearing(form, [{ ...heard, appointment_id: "other" }])).toEqual({ ...form, hearing: "" });
});

it("says what is due and, of a window, from when on", () => {
  const opened = {
    rule: "T-18.prerelease",
    due_at: "2026-07-01T03:59:59Z",
    due_on: "2026-06-30",
    explanation: [],
    source: "",
  };
  const effect = {
    opens: [
      { ...opened, title: "Warm handoff", opens_at: "2026-04-01T04:00:00Z" },
      { ...opened, title: "Evaluation", opens_at: null },
    ],
    meets: [{ rule: "T-18.youth_screening", title: "Screening", in_time: false }],
  };
  const { opens, meets } = effectLines(effect, texts.en, (title) => title, "America/New_York");
  expect(opens[0]).toMatch(/^Warm handoff: from .*Apr.* to .*Jun/);
  expect(opens[1]).toMatch(/^Evaluation: due .*Jun/);
  expect(meets).toEqual(["Screening: late"]);
});

it("names what follows an appointment and nothing that was taken back", () => {
  const own = {
    id: "m",
    version: 1,
    case_id: "c",
    person_id: "p",
    kind: "hearing_on_own_motion" as const,
    occurred_on: "2026-07-01",
    answers_id: null,
    appointment_id: "h",
    note: null,
    status: "recorded" as const,
    error_reason: null,
    author: { id: "a", name: "Ana" },
    created_at: "2026-06-01T12:00:00Z",
    can: [],
  };
  const other = { ...own, kind: "hearing_on_other_motion" as const };
  const gone = { ...other, status: "entered_in_error" as const };
  expect(followedBy([own, gone], "h")).toEqual(["hearing_on_own_motion"]);
  expect(followedBy([own, { ...other, appointment_id: null }], "x")).toEqual([]);
});
