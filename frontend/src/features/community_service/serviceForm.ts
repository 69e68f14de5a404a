import type { CommunityService, Schemas } from "@/api/types";
import { capacities, needKinds } from "@/app/search";
import { weekdays } from "./hours";

type Content = Schemas["CommunityServiceContent"];
type Need = (typeof needKinds)[number];

export const coverageKinds = [
  "medicare",
  "medicare_advantage",
  "medicaid",
  "hmo",
  "ppo",
  "other",
  "none",
] as const satisfies Schemas["CoverageKind"][];
export const sexes = ["female", "male"] as const satisfies Schemas["Sex"][];
export { capacities };

const placeTexts = ["name", "line", "city", "state", "postal_code", "county"] as const;
export type Place = Record<(typeof placeTexts)[number], string> & {
  latitude: number | string;
  longitude: number | string;
};
export interface Hours {
  day: (typeof weekdays)[number];
  opens: string;
  closes: string;
}

const texts = ["description", "phone", "email", "url", "how_to_apply", "fees", "documents"] as const;

/** A service as it is written in the form: every field has a value. */
export interface ServiceForm extends Record<(typeof texts)[number], string> {
  organizationId: string | null;
  name: string;
  needs: Need[];
  languages: string[];
  time_zone: string;
  minAge: number | string;
  maxAge: number | string;
  income: number | string;
  sex: (typeof sexes)[number] | null;
  speakers: string[];
  postalCodes: string[];
  counties: string[];
  coverages: (typeof coverageKinds)[number][];
  eligibilityNote: string;
  locations: Place[];
  schedule: Hours[];
  isAnother: boolean;
}

export const noPlace: Place = {
  name: "",
  line: "",
  city: "",
  state: "",
  postal_code: "",
  county: "",
  latitude: "",
  longitude: "",
};
export const workday: Hours = { day: "MO", opens: "09:00", closes: "17:00" };

const two = (part: number) => String(part).padStart(2, "0");

/** A minute of the day as a time field has it; midnight at the end of the day is 00:00. */
export const clockOf = (minute: number) => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

/** The minute of a time field; a service that closes at 00:00 closes at the end of the day. */
export function minuteOf(clock: string, closes: boolean): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const minute = hours * 60 + minutes;
  return closes && minute === 0 ? 24 * 60 : minute;
}

/** The form of a service, or of a new one by an organization in a time zone. */
export function formOf(
  service: CommunityService | undefined,
  fresh: { organizationId: string | null; zone: string },
): ServiceForm {
  const content = service?.content;
  const { eligibility } = content ?? {};
  const known = Object.fromEntries(texts.map((name) => [name, content?.[name] ?? ""])) as Record<
    (typeof texts)[number],
    string
  >;
  return {
    ...known,
    organizationId: service?.organization.id ?? fresh.organizationId,
    name: content?.name ?? "",
    needs: content?.needs ?? [],
    languages: content?.languages ?? [],
    time_zone: content?.time_zone ?? fresh.zone,
    minAge: eligibility?.min_age ?? "",
    maxAge: eligibility?.max_age ?? "",
    income: eligibility?.income_percent ?? "",
    sex: sexes.find((code) => code === eligibility?.sex) ?? null,
    speakers: eligibility?.speakers ?? [],
    postalCodes: eligibility?.postal_codes ?? [],
    counties: eligibility?.counties ?? [],
    coverages: eligibility?.coverages ?? [],
    eligibilityNote: eligibility?.note ?? "",
    locations: (content?.locations ?? []).map((place) => ({
      ...(Object.fromEntries(placeTexts.map((name) => [name, place[name] ?? ""])) as Place),
      latitude: place.latitude ?? "",
      longitude: place.longitude ?? "",
    })),
    schedule: (content?.schedule ?? []).map(({ day, opens, closes }) => ({
      day,
      opens: clockOf(opens),
      closes: clockOf(closes),
    })),
    isAnother: false,
  };
}

const said = (text: string) => text.trim() || null;
const numberOf = (value: number | string) => (typeof value === "number" ? value : null);

/** What is sent of the form. */
export function contentOf(form: ServiceForm): Content {
  const known = Object.fromEntries(texts.map((name) => [name, said(form[name])]));
  return {
    ...known,
    name: form.name.trim(),
    needs: form.needs,
    languages: form.languages,
    time_zone: form.time_zone,
    eligibility: {
      min_age: numberOf(form.minAge),
      max_age: numberOf(form.maxAge),
      sex: form.sex,
      speakers: form.speakers,
      postal_codes: form.postalCodes,
      counties: form.counties,
      income_percent: numberOf(form.income),
      coverages: form.coverages,
      note: said(form.eligibilityNote),
    },
    locations: form.locations.map((place) => ({
      name: said(place.name),
      line: said(place.line),
      city: said(place.city),
      state: said(place.state),
      postal_code: said(place.postal_code),
      county: said(place.county),
      latitude: numberOf(place.latitude),
      longitude: numberOf(place.longitude),
    })),
    schedule: form.schedule.map(({ day, opens, closes }) => ({
      day,
      opens: minuteOf(opens, false),
      closes: minuteOf(closes, true),
    })),
  };
}
