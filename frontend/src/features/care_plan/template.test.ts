import { expect, it } from "vitest";
import { emptyGoal, emptyStep, emptyTemplate, isComplete } from "./template";

it("is complete once every line is filled in, actions included", () => {
  const goal = { ...emptyGoal(), need_title: "Lives alone", text: "Talk to somebody", unit: "per week" };
  const template = { ...emptyTemplate(), title: "Company", goals: [goal] };
  expect(isComplete(emptyTemplate())).toBe(false);
  expect(isComplete(template)).toBe(true);
  expect(isComplete({ ...template, title: " " })).toBe(false);
  expect(isComplete({ ...template, goals: [goal, emptyGoal()] })).toBe(false);
  expect(isComplete({ ...template, goals: [{ ...goal, steps: [emptyStep()] }] })).toBe(false);
});
