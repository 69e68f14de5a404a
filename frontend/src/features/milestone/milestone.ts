import type { Schemas } from "@/api/types";
import { formatDate, formatDay } from "@/lib/dates";
import type { texts } from "./texts";

type Effect = Schemas["MilestoneEffect"];

/** A milestone as it is being written. */
export interface MilestoneForm {
  kind: Schemas["MilestoneKind"] | null;
  /** A local date. */
  on: string;
  note: string;
}

export const newMilestone = (today: string): MilestoneForm => ({ kind: null, on: today, note: "" });

/** The form as the API wants it; null while something is missing. */
export function toCreate({ kind, on, note }: MilestoneForm): Schemas["MilestoneCreate"] | null {
  return kind && /^\d{4}-\d{2}-\d{2}$/.test(on) ? { kind, occurred_on: on, note: note.trim() || null } : null;
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
