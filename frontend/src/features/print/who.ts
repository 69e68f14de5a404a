import type { Intervention, Schemas } from "@/api/types";

type Print = Pick<Schemas["CarePlanPrint"], "owner" | "steps">;

/**
 * Who does an intervention; nothing when nobody knows the name. The owner of the case does what names nobody. The server names
 * whoever does an active one.
 */
export function whoOf({ owner, steps }: Print, nameOf: (id: string) => string) {
  return (item: Intervention): string => {
    if (item.owner_id == null) return owner.name;
    return steps.find(({ id }) => id === item.id)?.who || nameOf(item.owner_id);
  };
}
