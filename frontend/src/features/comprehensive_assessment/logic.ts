import type { ComprehensiveView, Schemas } from "@/api/types";

export type SectionCode = Schemas["AssessmentSection"];
export type SectionView = Schemas["SectionView"];
export type FormSection = Schemas["FormSection"];
export type FormQuestion = Schemas["FormQuestion"];
export type Mode = Schemas["AssessmentMode"];
export type Absent = Schemas["AbsentReason"];
type Given = Schemas["GivenAnswer"];

/** An answer: one of the four, or nothing yet. */
export interface Answer {
  codes?: string[];
  number?: number;
  text?: string;
  absent?: Absent;
}
export type Answers = Readonly<Record<string, Answer>>;

/** A section as it is being answered. */
export interface SectionDraft {
  mode: Mode;
  answers: Answers;
}
/** The sections that the reader has changed. */
export type Draft = Partial<Record<SectionCode, SectionDraft>>;

/** The answer of the contract without its empty members. */
export function answerOf({ codes, number, text, absent }: Given): Answer {
  if (codes) return { codes };
  if (number != null) return { number };
  if (text != null) return { text };
  return absent ? { absent } : {};
}

export const answersOf = (given: Given[]): Answers =>
  Object.fromEntries(given.map((one) => [one.question, answerOf(one)]));

/** Whether it says anything. */
export const isGiven = (answer: Answer | undefined): answer is Answer =>
  answer !== undefined &&
  (answer.absent !== undefined ||
    answer.number !== undefined ||
    Boolean(answer.codes?.length) ||
    Boolean(answer.text?.trim()));

/** The answers as they are sent; what says nothing is left out. */
export const bodyOf = (answers: Answers): Given[] =>
  Object.entries(answers)
    .filter(([, answer]) => isGiven(answer))
    .map(([question, answer]) => ({ question, ...answer }));

/** The questions that are asked after these answers. */
export function asked(questions: FormQuestion[], answers: Answers): FormQuestion[] {
  const found: FormQuestion[] = [];
  for (const question of questions) {
    const when = question.ask_if;
    const before =
      when && found.some(({ code }) => code === when.question) ? answers[when.question] : undefined;
    if (!when || before?.codes?.some((code) => when.any_of.includes(code))) found.push(question);
  }
  return found;
}

/** The questions that must be answered and are not. "Not asked" settles nothing. */
export const openOf = (questions: FormQuestion[], answers: Answers): FormQuestion[] =>
  asked(questions, answers).filter(({ code, required }) => {
    const answer = answers[code];
    return required && (!isGiven(answer) || answer.absent === "not_asked");
  });

/** The choices after one was ticked or cleared; "none of these" stands alone. */
export function toggled({ choices }: FormQuestion, codes: string[], code: string): string[] {
  if (codes.includes(code)) return codes.filter((one) => one !== code);
  const stands = (wanted: string) => choices.find((choice) => choice.code === wanted)?.alone ?? false;
  return stands(code) ? [code] : [...codes.filter((one) => !stands(one)), code];
}

/** A section as the reader sees it: their own changes on top of what is saved. */
export const current = (section: SectionView, draft: Draft, usual: Mode): SectionDraft =>
  draft[section.section] ?? { mode: section.mode ?? usual, answers: answersOf(section.answers) };

/** What stood in the last assessment and is not answered in this one. */
export const unconfirmed = (section: SectionView, questions: FormQuestion[], answers: Answers) => {
  const shown = new Set(asked(questions, answers).map(({ code }) => code));
  return section.carried.filter(
    ({ answer }) => shown.has(answer.question) && !isGiven(answers[answer.question]),
  );
};

export type SectionState = { kind: "complete" | "not_begun" } | { kind: "open"; count: number };

export function stateOf(section: FormSection, answers: Answers): SectionState {
  const open = openOf(section.questions, answers).length;
  if (open === 0) return { kind: "complete" };
  return Object.values(answers).some(isGiven) ? { kind: "open", count: open } : { kind: "not_begun" };
}

/** How the last section that was saved was asked: most people go on in the same way. */
export function usualMode({ sections }: ComprehensiveView): Mode {
  const saved = sections.filter(({ saved_at }) => saved_at);
  return saved.sort((a, b) => (b.saved_at ?? "").localeCompare(a.saved_at ?? ""))[0]?.mode ?? "phone";
}
