import type { InstrumentView } from "@/api/types";

/** Where people look for an instrument, in this order. */
export const topics = {
  mood: ["phq-9", "phq-2", "gad-7", "gad-2", "c-ssrs", "gds-15"],
  social: ["ahc-hrsn", "prapare", "hunger-vital-sign"],
  function: ["katz", "lawton", "steadi", "morse"],
  readmission: ["lace", "hospital", "charlson"],
  substance: ["audit-c", "audit", "dast-10"],
  symptom: ["pain-nrs", "esas-r", "hope"],
  caregiver: ["mcsi", "zbi", "zbi-12"],
  trauma: ["pcl-5"],
} as const;

export type Topic = keyof typeof topics | "other";

export interface Entry {
  instrument: InstrumentView;
  /** What it is for, in the reader's language; empty where the app does not know it. */
  purpose: string;
}

export interface Shelf {
  topic: Topic;
  entries: Entry[];
}

const shelves = new Map<string, Topic>(
  Object.entries(topics).flatMap(([topic, codes]) => codes.map((code) => [code, topic as Topic])),
);
const order: Topic[] = [...(Object.keys(topics) as (keyof typeof topics)[]), "other"];

/** Without accents and case, so that a search finds what is meant. */
const plain = (text: string) =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** Instruments by topic, those only whose title, code, purpose or topic has every word of the search: by their own words first. */
export function shelved(entries: Entry[], search: string, topicName: (topic: Topic) => string): Shelf[] {
  const wanted = plain(search).split(/\s+/).filter(Boolean);
  const has = (...texts: string[]) => wanted.every((word) => plain(texts.join(" ")).includes(word));
  return order
    .map((topic) => {
      const found = entries
        .filter(({ instrument: { code } }) => (shelves.get(code) ?? "other") === topic)
        .map((entry) => {
          const { title, heading, code } = entry.instrument;
          const own = [title, heading ?? "", code, entry.purpose];
          return { entry, own: has(...own), any: has(...own, topicName(topic)) };
        })
        .filter(({ any }) => any)
        .sort((a, b) => Number(b.own) - Number(a.own));
      return { topic, entries: found.map(({ entry }) => entry) };
    })
    .filter((shelf) => shelf.entries.length > 0);
}
