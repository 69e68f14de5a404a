import type { ComprehensiveView } from "@/api/types";
import type { FormQuestion, FormSection, SectionCode } from "./logic";

/** Small pieces of a form and of a record, for tests. */
const both = (text: string) => ({ en: text, es: `${text} (es)` });

export const choice = (code: string, alone = false) => ({ code, label: both(code), alone });

export const question = (code: string, more: Partial<FormQuestion> = {}): FormQuestion => ({
  code,
  text: both(code),
  form: "one",
  choices: [],
  min: null,
  max: null,
  required: false,
  carried: false,
  ask_if: null,
  ...more,
});

export const section = (code: SectionCode): FormSection => ({
  section: code,
  version: "1",
  title: both(code),
  source: "R051",
  left_out: [],
  questions: [],
});

export const record = (version = 1): ComprehensiveView => ({
  id: "019b0000-0000-7000-8000-000000000001",
  version,
  case_id: "019b0000-0000-7000-8000-000000000002",
  person_id: "019b0000-0000-7000-8000-000000000003",
  form_version: "1",
  status: "in_progress",
  initial: false,
  sections: (["clinical", "literacy"] as const).map((code) => ({
    section: code,
    answers: [],
    carried: [],
    open: [],
    mode: null,
    author: null,
    saved_at: null,
    completed_at: null,
    instruments: [],
  })),
  proposals: [],
  decisions: [],
  first_on: null,
  last_on: null,
  time_zone: "America/New_York",
  author: { id: "019b0000-0000-7000-8000-000000000004", name: "Maria" },
  submitted_by: null,
  reviewer: null,
  created_at: "2026-03-02T14:00:00Z",
  completed_at: null,
  barriers: [],
  can: [],
});
