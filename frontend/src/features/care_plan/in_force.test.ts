import { expect, it } from "vitest";
import type { CarePlanView } from "@/api/types";
import { inForceOf } from "./in_force";

const approved = {
  id: "1",
  status: "active",
  revision: 1,
  content: { goals: [{ id: "g", text: "Walk", status: "active", direction: "increase" }] },
  smart: [],
  can: [],
} as unknown as CarePlanView;
const first: CarePlanView = { ...approved, status: "draft" };
const next: CarePlanView = {
  ...first,
  revision: 2,
  content: { ...approved.content, goals: [] },
  reason: "Too fast",
  in_force: { revision: 1, content: approved.content, reason: null },
};

it("shows what was approved while the next revision is written", () => {
  expect(inForceOf(next)).toMatchObject({
    status: "active",
    revision: 1,
    content: approved.content,
    reason: null,
  });
});

it("shows an approved plan as it is, and nothing before the first approval", () => {
  expect(inForceOf(approved)).toBe(approved);
  expect(inForceOf(first)).toBeUndefined();
});
