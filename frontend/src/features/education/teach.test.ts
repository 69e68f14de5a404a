import { expect, it } from "vitest";
import type { EducationSuggestion } from "@/api/types";
import { newTeaching, toCreate } from "./teach";

const zone = "America/New_York";
const item = { code: "falls_at_home", edition: 101, language: "es" } as EducationSuggestion;

it("never guesses what somebody could say back", () => {
  expect(newTeaching(zone, "Again").teachBack).toBeNull();
});

it("names a caregiver only where one was taught, and plans a follow-up only where one is wanted", () => {
  const form = { ...newTeaching(zone, "Again"), taught: "2026-07-06T12:00", learnerName: "Ana" };
  expect(toCreate(form, "understood", item, zone)).toMatchObject({
    item: "falls_at_home",
    edition: 101,
    language: "es",
    learner_name: null,
    taught_at: "2026-07-06T16:00:00.000Z",
    follow_up: null,
  });
  const again = { ...form, learner: "caregiver" as const, followUp: true, followUpDue: "2026-07-08T17:00" };
  expect(toCreate(again, "could_not", item, zone)).toMatchObject({
    learner_name: "Ana",
    teach_back: "could_not",
    follow_up: { title: "Again", due_at: "2026-07-08T21:00:00.000Z" },
  });
});
