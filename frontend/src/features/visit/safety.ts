import type { SafetyAnswers, Schemas } from "@/api/types";

export const questions = {
  violence: ["none", "unknown", "known"],
  animals: ["none", "restrained", "loose"],
  infection: ["none", "precautions"],
  surroundings: ["fine", "careful", "dangerous"],
  reception: ["good", "poor", "none"],
} as const satisfies { [K in keyof Omit<SafetyAnswers, "alone">]: readonly SafetyAnswers[K][] };

export type Question = keyof typeof questions;
export const asked = Object.keys(questions) as Question[];
export const results = ["go", "not_alone", "by_phone"] as const satisfies Schemas["SafetyResult"][];

/** Answers that call for attention, in the order of the questions. */
export function toMind(answers: SafetyAnswers): { question: Question; answer: string }[] {
  return asked
    .map((question) => ({ question, answer: answers[question] as string }))
    .filter(({ question, answer }) => answer !== questions[question][0]);
}
