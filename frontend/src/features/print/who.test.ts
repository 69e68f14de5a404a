import { expect, it } from "vitest";
import type { Intervention, Schemas } from "@/api/types";
import { whoOf } from "./who";

const item = (
  id: string,
  owner_id: string | null,
  status: Intervention["status"] = "active",
): Intervention => ({
  id,
  text: "Call",
  owner_id,
  frequency: "weekly",
  status,
});
const [over, known, nobodys, gone] = [
  item("a", "s1", "completed"),
  item("b", "s2"),
  item("c", null),
  item("d", "s3"),
];
const step = ({ id, text }: Intervention, who: string) => ({
  id,
  text,
  in_language: true,
  who,
  frequency: "weekly" as const,
});
const print = {
  owner: { id: "s9", name: "Olivia Owner" },
  steps: [step(known, "Sam Second"), step(nobodys, "Olivia Owner"), step(gone, "")],
} as Pick<Schemas["CarePlanPrint"], "owner" | "steps">;

it("the owner of the case stands only where nobody is named, never for a name that is not known", () => {
  const who = whoOf(print, () => "");
  expect([over, known, nobodys, gone].map(who)).toEqual(["", "Sam Second", "Olivia Owner", ""]);
});

it("a name that the server gives no step for comes from the list of colleagues", () => {
  const who = whoOf(print, (id) => (id === "s1" ? "Fay First" : ""));
  expect(who(over)).toBe("Fay First");
});
