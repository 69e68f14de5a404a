import type { Schemas } from "@/api/types";

type Body = Schemas["AdtMatchConfirm"];

/** What is chosen in the dialog: a person by id, or one of the two other ways. */
export type Choice = { way: "link"; personId: string } | { way: "create" } | { way: "dismiss" };

/** The decision as it is sent; `null` while something is missing. */
export function decisionOf(choice: Choice | null, reason: string): Body | null {
  if (!choice) return null;
  if (choice.way === "link") return { decision: "link", person_id: choice.personId };
  if (choice.way === "create") return { decision: "create" };
  return reason.trim() ? { decision: "dismiss", reason: reason.trim() } : null;
}
