import type { CrisisContact, CrisisContent, CrisisPlanView } from "@/api/types";
import { ownZone, todayIn } from "@/lib/dates";

/** The sections in the order in which a crisis is met: first what the person can do alone. */
export const crisisSections = [
  "warning_signs",
  "coping",
  "distractions",
  "helpers",
  "professionals",
  "means_safety",
  "reasons_for_living",
  "copies",
] as const;
export type CrisisSection = (typeof crisisSections)[number];

const contactSections = ["distractions", "helpers", "professionals"] as const;
export type ContactSection = (typeof contactSections)[number];
export type LineSection = Exclude<CrisisSection, ContactSection>;

/** Sections of people and places; the others hold plain lines. */
export const isContacts = (section: CrisisSection): section is ContactSection =>
  contactSections.some((known) => known === section);

/** Every section, those that the server left out as empty ones. */
export const wholeContent = (content: Partial<CrisisContent> | null | undefined): CrisisContent => ({
  warning_signs: content?.warning_signs ?? [],
  coping: content?.coping ?? [],
  distractions: content?.distractions ?? [],
  helpers: content?.helpers ?? [],
  professionals: content?.professionals ?? [],
  means_safety: content?.means_safety ?? [],
  reasons_for_living: content?.reasons_for_living ?? [],
  copies: content?.copies ?? [],
});

const said = (text: string) => text.trim() !== "";
const orNull = (text: string | null | undefined) => (text && said(text) ? text.trim() : null);
const lines = (texts: string[]) => texts.filter(said).map((text) => text.trim());
/** Somebody to reach of whom only the number or the hours are written: kept on the screen, and not stored before there is a name. */
export const isNameless = ({ name, phone, hours }: CrisisContact): boolean =>
  !said(name) && (said(phone ?? "") || said(hours ?? ""));
const contacts = (all: CrisisContact[]) =>
  all
    .filter(({ name }) => said(name))
    .map(({ name, phone, hours }) => ({ name: name.trim(), phone: orNull(phone), hours: orNull(hours) }));

/** What is sent: lines that are only just begun stay on the screen and are not stored yet. */
export const written = (content: CrisisContent): CrisisContent => ({
  warning_signs: lines(content.warning_signs),
  coping: lines(content.coping),
  distractions: contacts(content.distractions),
  helpers: contacts(content.helpers),
  professionals: contacts(content.professionals),
  means_safety: lines(content.means_safety),
  reasons_for_living: lines(content.reasons_for_living),
  copies: lines(content.copies),
});

/** The address that dials a number as people write it; what follows a letter is an extension. */
export function telOf(phone: string): string | undefined {
  const digits = (phone.split(/[a-z]/i)[0] ?? "").replaceAll(/[^\d+*#]/g, "");
  return digits ? `tel:${digits}` : undefined;
}

/** The first section that must not stay empty, if one is. */
export function missingSection(content: CrisisContent): LineSection | undefined {
  const needed = ["warning_signs", "coping", "means_safety"] as const;
  return needed.find((section) => !content[section].some(said));
}

/** The first section with somebody who has no name yet, if there is one. */
export const namelessSection = (content: CrisisContent): ContactSection | undefined =>
  contactSections.find((section) => content[section].some(isNameless));

/** True when the day on which a plan must be gone through has come. */
export const reviewDue = (plan: CrisisPlanView): boolean =>
  plan.review_on != null && plan.review_on <= todayIn(ownZone);
