import type { Intervention, Schemas } from "@/api/types";

type Print = Pick<Schemas["CarePlanPrint"], "content" | "owner" | "steps">;

/**
 * Who does an intervention; nothing when nobody knows the name. The owner of the case does what names nobody. The server names
 * whoever does an active one: its steps are the active interventions, in the order of the plan.
 */
export function whoOf({ content, owner, steps }: Print, nameOf: (id: string) => string) {
  const active = (content?.interventions ?? []).filter(({ status }) => status === "active");
  return (item: Intervention): string => {
    if (item.owner_id == null) return owner.name;
    const step = steps[active.findIndex(({ id }) => id === item.id)];
    return (step?.text === item.text && step.who) || nameOf(item.owner_id);
  };
}
