import type { Concern, Schemas } from "@/api/types";
import { instantOf, workdayEnd } from "@/lib/dates";

export const kinds = ["family_dispute", "team_dispute", "autonomy_safety", "ethics"] as const;
export const parties = ["person", "family", "care_team", "provider", "payer", "other"] as const;

export type ConcernKind = (typeof kinds)[number];

/** One side, as it is being written. */
export interface Side {
  party: (typeof parties)[number];
  who: string;
  says: string;
}

/** What is written down while a concern is open. */
export interface AccountForm {
  summary: string;
  restricted: boolean;
  sides: Side[];
  tried: string;
}

/** What is raised; the time is a wall-clock time of the program. */
export interface RaiseForm extends AccountForm {
  kind: ConcernKind;
  reviewer: string | null;
  due: string;
}

/** True for a question of values; any other is a dispute. */
export const isEthical = (kind: ConcernKind) => kind === "autonomy_safety" || kind === "ethics";

/** What a colleague is asked for who reviews it, as it stands in the list of those who can be asked. */
export const askedFor = (kind: ConcernKind) => (isEthical(kind) ? "question" : "escalation");

export const newSide = (party: Side["party"]): Side => ({ party, who: "", says: "" });

export const newConcern = (zone: string): RaiseForm => ({
  kind: "family_dispute",
  summary: "",
  restricted: false,
  sides: [newSide("person"), newSide("family")],
  tried: "",
  reviewer: null,
  due: workdayEnd(3, zone),
});

export const accountOf = ({ summary, restricted, positions, tried }: Concern): AccountForm => ({
  summary,
  restricted,
  sides: positions.map(({ party, who, says }) => ({ party, who, says })),
  tried: tried ?? "",
});

/** A side of which only a half was written: it can't be sent as it is. */
export const isHalf = ({ who, says }: Side) => (who.trim() === "") !== (says.trim() === "");

/** The account as the API wants it; a side without a word was only offered. */
export function toAccount(form: AccountForm): Schemas["ConcernUpdate"] {
  const positions = form.sides
    .filter(({ who, says }) => who.trim() && says.trim())
    .map(({ party, who, says }) => ({ party, who: who.trim(), says: says.trim() }));
  return {
    summary: form.summary.trim(),
    restricted: form.restricted,
    positions,
    tried: form.tried.trim() || null,
  };
}

/** What is raised, as the API wants it. */
export function toCreate(form: RaiseForm, reviewer: string, zone: string): Schemas["ConcernCreate"] {
  return {
    ...toAccount(form),
    kind: form.kind,
    reviewer_id: reviewer,
    due_at: instantOf(form.due, zone),
  };
}
