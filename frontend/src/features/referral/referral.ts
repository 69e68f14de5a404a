import type { Schemas } from "@/api/types";

export type Referral = Schemas["ReferralView"];
export type ReferralAction = Schemas["ReferralAction"];
export type PartnerAnswer = Schemas["PartnerAnswer"];

export { referralKinds as kinds } from "@/app/search";
export const channels = ["link", "warm_hand_off", "phone", "email", "fax", "other"] as const;
export const declineReasons = [
  "no_capacity",
  "not_eligible",
  "out_of_area",
  "wrong_service",
  "could_not_reach",
  "other",
] as const;
export const notReceivedReasons = [
  "nobody_came",
  "turned_away",
  "no_transport",
  "cost",
  "changed_mind",
  "wrong_service",
  "other",
] as const;
export const cancelReasons = [
  "person_declined",
  "no_longer_needed",
  "no_answer",
  "entered_in_error",
  "other",
] as const;
export const benefits = [
  "snap",
  "snap_expedited",
  "medicaid",
  "medicaid_disability",
  "social_security",
  "other",
] as const;
export const equipmentItems = [
  "walking",
  "wheelchair",
  "bed",
  "bathroom",
  "lift",
  "oxygen",
  "airway",
  "nebulizer",
  "diabetes",
  "supplies",
  "other",
] as const;
export const decisions = ["approved", "denied", "withdrawn"] as const;
export const ways = ["phone", "in_person", "video", "text", "portal", "letter"] as const;

/** The value of a list that a field gives as text; the one before when it is none. */
export function oneOf<T extends string>(known: readonly T[], value: string | null, before: T): T {
  return known.find((code) => code === value) ?? before;
}

/** The answers of a partner among what may follow. */
export function answersOf(actions: readonly ReferralAction[]): PartnerAnswer[] {
  const answers = ["receive", "accept", "schedule", "serve", "decline"] as const;
  return answers.filter((answer) => actions.includes(answer));
}

/** Members without those that are empty: a date that was not given is not sent. */
export function filled<T extends Record<string, string>>(form: T): { [K in keyof T]?: T[K] } {
  const kept = Object.entries(form).filter(([, value]) => value.trim() !== "");
  return Object.fromEntries(kept) as { [K in keyof T]?: T[K] };
}

/** What is written of an application for a benefit; what is not known is empty. */
export interface BenefitForm {
  benefit: (typeof benefits)[number];
  applied_on: string;
  decided_on: string;
  decision: string;
  appealed_on: string;
  appeal_decided_on: string;
  appeal_decision: string;
}

/** The body of the request. Only a denial is appealed: what was said of an appeal goes when the decision is another one. */
export function benefitBody({ benefit, applied_on, decided_on, decision, ...appeal }: BenefitForm) {
  const code = (value: string) => decisions.find((known) => known === value) ?? null;
  const { appealed_on, appeal_decided_on, appeal_decision } = appeal;
  return {
    benefit,
    ...filled({ applied_on, decided_on }),
    decision: code(decision),
    ...(decision === "denied" && {
      ...filled({ appealed_on, appeal_decided_on }),
      appeal_decision: code(appeal_decision),
    }),
  };
}

const colors: Partial<Record<Referral["status"], string>> = {
  completed: "teal",
  declined: "red",
  not_received: "red",
  cancelled: "gray",
  draft: "gray",
};

export const colorOf = (status: Referral["status"]) => colors[status] ?? "blue";
