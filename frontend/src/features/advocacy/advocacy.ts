import type { Schemas } from "@/api/types";
import { instantOf, localOf } from "@/lib/dates";

export const kinds = ["request", "negotiation", "choice"] as const;
export const results = ["granted", "partly_granted", "refused", "no_answer", "not_pursued"] as const;

/** What is logged, as it is being written; the time is a wall-clock time of the program. */
export interface AdvocacyForm {
  kind: (typeof kinds)[number];
  needId: string | null;
  counterpart: string;
  asked: string;
  /** One a line. */
  alternatives: string;
  chosen: string;
  happened: string;
}

export const newAdvocacy = (zone: string): AdvocacyForm => ({
  kind: "request",
  needId: null,
  counterpart: "",
  asked: "",
  alternatives: "",
  chosen: "",
  happened: localOf(new Date(), zone),
});

/** The form as the API wants it: a choice has alternatives, and nothing else has. */
export function toCreate(form: AdvocacyForm, zone: string): Schemas["AdvocacyCreate"] {
  const choice = form.kind === "choice";
  const lines = form.alternatives.split("\n").map((line) => line.trim());
  return {
    kind: form.kind,
    need_id: form.needId,
    counterpart: form.counterpart.trim() || null,
    asked: form.asked.trim(),
    alternatives: choice ? lines.filter((line) => line !== "") : [],
    chosen: choice && form.chosen.trim() ? form.chosen.trim() : null,
    happened_at: instantOf(form.happened, zone),
  };
}
