import { expect, it } from "vitest";
import { effectLines, newMilestone, toCreate } from "./milestone";
import { texts } from "./texts";

it("is nothing to save while the kind or the day is missing", () => {
  const form = newMilestone("2026-11-22");
  expect(toCreate(form)).toBeNull();
  expect(toCreate({ ...form, kind: "parental_consent", on: "" })).toBeNull();
  expect(toCreate({ ...form, kind: "parental_consent", note: " " })).toEqual({
    kind: "parental_consent",
    occurred_on: "2026-11-22",
    answers_id: null,
    note: null,
  });
  expect(toCreate({ ...form, kind: "response_served", answers: "a" })).toMatchObject({ answers_id: "a" });
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
