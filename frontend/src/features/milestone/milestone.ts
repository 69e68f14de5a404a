import type { Schemas } from "@/api/types";
import { formatDate, formatDay } from "@/lib/dates";
import type { texts } from "./texts";

type Effect = Schemas["MilestoneEffect"];

/** A milestone as it is being written. */
export interface MilestoneForm {
  kind: Schemas["MilestoneKind"] | null;
  /** A local date. */
  on: string;
  /** The milestone that it answers; empty for all that wait. */
  answers: string;
  note: string;
}

export const newMilestone = (today: string): MilestoneForm => ({
  kind: null,
  on: today,
  answers: "",
  note: "",
});

/** The form as the API wants it; null while something is missing. */
export function toCreate({ kind, on, answers, note }: MilestoneForm): Schemas["MilestoneCreate"] | null {
  if (!kind || !/^\d{4}-\d{2}-\d{2}$/.test(on)) return null;
  return { kind, occurred_on: on, answers_id: answers || null, note: note.trim() || null };
}

/** What a milestone opens and meets, in lines. */
export function effectLines(
  { opens, meets }: Effect,
  say: (typeof texts)["en"],
  titled: (english: string) => string,
  zone: string,
) {
  return {
    opens: opens.map(({ title, opens_at, due_on }) =>
      opens_at
        ? say.windowLine(titled(title), formatDay(opens_at, zone), formatDate(due_on))
        : say.opensLine(titled(title), formatDate(due_on)),
    ),
    meets: meets.map(({ title, in_time }) => (in_time ? say.inTime(titled(title)) : say.late(titled(title)))),
  };
}
