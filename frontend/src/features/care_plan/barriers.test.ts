import { expect, it } from "vitest";
import type { Barrier } from "@/api/types";
import { proposed, type BarrierProposal } from "./barriers";

const words = (text: string) => ({ en: text, es: text });
const proposal = (kind: BarrierProposal["kind"]): BarrierProposal => ({
  code: kind,
  kind,
  title: words(kind),
  question: words("Why?"),
  answer: words("So."),
});
const barrier = (kind: Barrier["kind"], status: Barrier["status"] = "open"): Barrier => ({
  id: kind,
  text: "In the way",
  kind,
  severity: "moderate",
  status,
});

it("proposes what the plan does not have, and nothing that was removed already", () => {
  const all = [proposal("transportation"), proposal("language"), proposal("food")];
  const kinds = (barriers: Barrier[]) => proposed(all, barriers).map(({ kind }) => kind);
  expect(kinds([])).toEqual(["transportation", "language", "food"]);
  expect(kinds([barrier("transportation"), barrier("food", "resolved")])).toEqual(["language"]);
});

it("tells others apart by their text", () => {
  const time = { ...proposal("other"), code: "time", title: words("Little time") };
  const knowledge = { ...proposal("other"), code: "knowledge", title: words("Does not know how") };
  const own = { ...barrier("other"), text: "Little time" };
  expect(proposed([time, knowledge], [own]).map(({ code }) => code)).toEqual(["knowledge"]);
});
