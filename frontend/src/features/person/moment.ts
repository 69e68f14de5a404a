import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { valueText, type Kind } from "@/features/reading/format";
import { useTexts } from "@/lib/texts";
import { texts } from "./timeline";

export type Moment = Schemas["TimelineEntry"];

/** Where the words for the codes of a slice stand. */
const vocabularies: Partial<Record<string, string>> = {
  alert: "alert.outcomes",
  appointment: "appointment.kinds",
  case: "case.outcomes",
  concern: "concern.kinds",
  conference: "conference.kinds",
  consent: "consent.kinds",
  consultation: "consultation.kinds",
  contact: "contact.modes",
  reading: "reading.kinds",
  referral: "referral.kinds",
  stay: "stay.classes",
  tier_decision: "tier",
};

const CODE = /^[a-z_]+$/;
const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
/** Within a sentence; abbreviations stay as they are. */
const within = (text: string) =>
  /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLocaleLowerCase() + text.slice(1);

/** A thing that happened, with what it was about, in the reader's language. */
export function useSaying(): (code: Moment["code"], about: string) => string {
  const said = useTexts(texts);
  return (code, about) => said[code].replace("{{about}}", () => about);
}

/** What happened, in the reader's language. What somebody typed stays as it is. */
export function useMomentTitle(): (moment: Moment) => string {
  const { t, i18n } = useTranslation();
  const say = useSaying();
  return ({ kind, code, about }) => {
    const key = `${vocabularies[kind] ?? ""}.${about ?? ""}`;
    if (!about || !CODE.test(about) || !i18n.exists(key)) return say(code, about ?? "");
    return capital(say(code, within(t(key as "contact.modes.phone"))));
  };
}

/** More about it: a value with its unit, what somebody wrote. */
export function useMomentDetail(): (moment: Moment) => string | null {
  const { t } = useTranslation();
  return ({ kind, about, detail }) => {
    if (kind !== "reading" || !about || !detail) return detail ?? null;
    const [value = 0, second = null] = detail.split("/").map(Number);
    return valueText(about as Kind, { value, second }, (unit) => t(`reading.units.${unit}`));
  };
}
