import type { Schemas } from "@/api/types";

type Version = Schemas["ProgramRule"];

/** A rule of a program through its versions. */
export interface RuleLine {
  code: string;
  /** The version that judges what begins today; none where the rule has yet to begin. */
  now: Version | undefined;
  /** The versions that follow, the nearest first. */
  next: Version[];
  /** The one that a change starts from. */
  newest: Version;
}

/** The rules that hold now or later, from the list of every version; what has ended is history. */
export function linesOf(versions: Version[]): RuleLine[] {
  const codes = new Set(versions.map(({ code }) => code));
  return [...codes].flatMap((code) => {
    const all = versions.filter((version) => version.code === code);
    const sorted = all.toSorted((a, b) => a.valid_from.localeCompare(b.valid_from));
    const now = sorted.find(({ in_force }) => in_force);
    const newest = sorted.at(-1);
    const ended = newest?.valid_to ?? undefined;
    const next = sorted.filter(({ valid_from }) => !now || valid_from > now.valid_from);
    if (!newest || (!now && ended)) return [];
    return [{ code, now, next, newest }];
  });
}
