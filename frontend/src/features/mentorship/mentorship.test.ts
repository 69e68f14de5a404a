import { expect, it } from "vitest";
import type { Mentorship } from "@/api/types";
import { newGoal, otherOf, planOf, toBegin, toMeeting, toPlan } from "./mentorship";

const goal = { text: "Leads a case conference", status: "reached" } as const;
const own = {
  mentor: { id: "a", name: "Ana" },
  mentee: { id: "b", name: "Ben" },
  until_on: null,
  goals: [goal],
  next_meeting_on: "2026-07-12",
} as unknown as Mentorship;

it("sends the plan as it stands, without goals that nobody wrote and days that nobody set", () => {
  expect(toPlan(planOf(own))).toEqual({ until_on: null, goals: [goal], next_meeting_on: "2026-07-12" });
  const form = { until: "2026-12-01", goals: [newGoal(), { ...goal, text: " Visits " }], next: "" };
  const goals = [{ text: "Visits", status: "reached" }];
  expect(toPlan(form)).toEqual({ until_on: "2026-12-01", goals, next_meeting_on: null });
});

it("begins with two colleagues and a first day", () => {
  const form = { mentor: "a", mentee: null, starts: "2026-07-01", until: "", goals: [], next: "" };
  expect(toBegin(form)).toBeUndefined();
  expect(toBegin({ ...form, mentee: "b" })).toEqual({
    mentor_id: "a",
    mentee_id: "b",
    starts_on: "2026-07-01",
    until_on: null,
    goals: [],
    next_meeting_on: null,
  });
});

it("a meeting has a day, minutes and what was agreed on", () => {
  const form = { held: "2026-07-01", minutes: "", agreed: " Two visits ", next: "" };
  expect(toMeeting(form)).toBeUndefined();
  expect(toMeeting({ ...form, minutes: 45, agreed: " " })).toBeUndefined();
  const sent = { held_on: "2026-07-01", minutes: 45, agreed: "Two visits", next_meeting_on: null };
  expect(toMeeting({ ...form, minutes: 45 })).toEqual(sent);
});

it("names the other one of the two", () => {
  expect([otherOf(own, "a").name, otherOf(own, "b").name]).toEqual(["Ben", "Ana"]);
});
