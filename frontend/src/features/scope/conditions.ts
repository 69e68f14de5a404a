import type { Schemas } from "@/api/types";

export type Condition = Schemas["Condition"];
export type Level = Schemas["Level"];
export type Row = Schemas["ScopeRow"];

/** Conditions, the loosest first. */
export const conditions = ["alone", "supervised", "cosigned", "not"] as const satisfies Condition[];

/** The conditions that are stricter than one. */
export const stricterThan = (condition: Condition) =>
  conditions.slice(conditions.indexOf(condition) + 1) as Condition[];

/** The levels of a row for which anything stricter is left. */
export const levelsToTighten = (row: Row) => row.cells.filter(({ condition }) => condition !== "not");

/** The levels of a row by the condition that counts today, the loosest first; empty ones left out. */
export function byCondition(row: Row) {
  return conditions
    .map((condition) => ({ condition, cells: row.cells.filter((cell) => cell.condition === condition) }))
    .filter(({ cells }) => cells.length > 0);
}
