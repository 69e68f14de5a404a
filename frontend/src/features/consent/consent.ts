import { ApiError } from "@/api/problem";
import type { Schemas } from "@/api/types";

export type Consent = Schemas["ConsentView"];
export type Decision = Schemas["DisclosureDecision"];
export type Disclosure = Schemas["DisclosureView"];
export type Purpose = Schemas["DisclosurePurpose"];
export type RecipientClass = Schemas["RecipientClass"];
export type Label = Schemas["SensitiveLabel"];

/** What is offered: the kinds that something asks. The contract knows more, and those on record are shown. */
export const kinds = ["share", "family_access"] as const;
export const decisions = ["permit", "refuse"] as const;
export const levels = ["none", "logistics", "everything", "decides"] as const;
export const purposes = [
  "treatment",
  "payment",
  "operations",
  "care_coordination",
  "legal",
  "education",
  "housing",
  "emergency",
] as const;
export const classes = [
  "person",
  "family",
  "provider",
  "facility",
  "payer",
  "community",
  "school",
  "legal",
] as const;
export const labels = [
  "substance_use",
  "psychotherapy_notes",
  "behavioral",
  "hiv",
  "domestic_violence",
  "education_record",
] as const;
export const actions = ["share", "discuss", "receive"] as const;
export const forms = ["written", "electronic", "verbal"] as const;
export const signers = ["person", "parent", "guardian", "representative"] as const;
export const regimes = ["hipaa", "ferpa", "hmis"] as const;

/** What a consent is begun with. */
export interface Asked {
  /** Id of the record that waits for it. */
  of: string;
  purpose: Purpose;
  recipientClass: RecipientClass;
  recipientName: string;
  labels: readonly Label[];
}

/** The consent that would let something go out that may not yet: what the decision names, and nothing more. */
export const askedOf = (decision: Decision, of: string): Asked => ({
  of,
  purpose: decision.purpose,
  recipientClass: decision.recipient_class,
  recipientName: decision.recipient_name ?? "",
  labels: decision.missing.length > 0 ? decision.missing : decision.labels,
});

/** The form of a new consent. */
export interface ConsentForm {
  kind: (typeof kinds)[number];
  decision: (typeof decisions)[number];
  level: (typeof levels)[number];
  purposes: string[];
  recipientClass: RecipientClass;
  recipientName: string;
  labels: string[];
  actions: string[];
  from: string;
  until: string;
  form: (typeof forms)[number];
  formVersion: string;
  signedBy: string;
  signer: (typeof signers)[number];
  witness: string;
}

/** For what a consent begins: what waits for it; what family is told; a refusal holds for everything. */
const purposesOf = (form: Pick<ConsentForm, "kind" | "decision" | "level">, asked?: Asked): string[] => {
  const isFamily = form.kind === "family_access";
  if (form.decision === "refuse" || (isFamily && form.level === "none")) return [...purposes];
  if (isFamily) return ["treatment", "care_coordination"];
  return [asked?.purpose ?? "treatment"];
};

const isSame = (one: string[], other: string[]) =>
  one.length === other.length && one.every((code) => other.includes(code));

/** A form with another kind, decision or level: the purposes follow unless they were ticked by hand. */
export const turned = (form: ConsentForm, part: Partial<ConsentForm>, asked?: Asked): Partial<ConsentForm> =>
  isSame(form.purposes, purposesOf(form, asked))
    ? { ...part, purposes: purposesOf({ ...form, ...part }, asked) }
    : part;

/** A name in the few letters that a key may have (FNV-1a). */
const markOf = (name: string): string => {
  const letters = Array.from(name.trim().toLowerCase(), (letter) => letter.codePointAt(0) ?? 0);
  const mark = letters.reduce((mixed, letter) => Math.imul(mixed ^ letter, 0x01000193), 0x811c9dc5);
  return (mark >>> 0).toString(36);
};

/** Under which key an unfinished form is kept: one for each thing that something waits for, and for each who would get it. */
export const keyOf = (personId: string, asked?: Asked): string =>
  asked
    ? [
        "consent",
        asked.of,
        asked.purpose,
        asked.recipientClass,
        markOf(asked.recipientName),
        [...asked.labels].sort().join("."),
      ].join(":")
    : `consent:${personId}`;

/** Whether something was refused because it may not go out. */
export const isDisclosure = (error: unknown): boolean =>
  error instanceof ApiError && error.code.startsWith("disclosure_");

export const begun = (today: string, personName: string, asked?: Asked): ConsentForm => ({
  kind: "share",
  decision: "permit",
  level: "logistics",
  purposes: [asked?.purpose ?? "treatment"],
  recipientClass: asked?.recipientClass ?? "provider",
  recipientName: asked?.recipientName ?? "",
  labels: [...(asked?.labels ?? [])],
  actions: ["share"],
  from: today,
  until: "",
  form: "written",
  formVersion: "",
  signedBy: personName,
  signer: "person",
  witness: "",
});

const among = <T extends string>(known: readonly T[], ticked: string[]) =>
  known.filter((code) => ticked.includes(code));

/** What is sent: fields that the chosen kind and form don't have are left out, and so is today, which the server knows best. */
export const toBody = (form: ConsentForm, today: string): Schemas["ConsentCreate"] => ({
  kind: form.kind,
  decision: form.decision,
  level: form.kind === "family_access" ? form.level : null,
  purposes: among(purposes, form.purposes),
  recipient_class: form.kind === "family_access" ? "family" : form.recipientClass,
  recipient_name: form.recipientName.trim() || null,
  labels: among(labels, form.labels),
  actions: among(actions, form.actions),
  from_on: form.from === today ? null : form.from,
  until_on: form.until || null,
  form: form.form,
  form_version: form.form === "verbal" ? null : form.formVersion.trim() || null,
  signed_by: form.signedBy,
  signer_role: form.signer,
  witness: form.form === "verbal" ? form.witness.trim() || null : null,
});
