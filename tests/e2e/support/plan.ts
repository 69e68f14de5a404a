import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Api } from "./api.ts";
import { choose } from "./test.ts";

/** A day from today, as the forms take it. */
export const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const scale = {
  weight: 1,
  much_less: "above 10",
  less: "as now",
  expected: "below 8",
  more: "below 7.5",
  much_more: "below 7",
};

/** An approved discharge plan with one goal, a value of it three weeks ago, and one weekly intervention. */
export async function approvedPlan(api: Api, personId: string, caseId: string): Promise<string> {
  const need = await api.post(`/people/${personId}/needs`, {
    title: "Blood sugar too high",
    kind: "clinical",
  });
  const goal = randomUUID();
  const content = {
    preferences: [{ id: randomUUID(), kind: "advance_care", text: "No more hospital if it can be helped" }],
    review_on: day(60),
    goals: [
      {
        id: goal,
        need_id: need.id,
        text: "Lower my blood sugar",
        own_words: "I want to keep my feet",
        measure: "A1c",
        unit: "%",
        direction: "decrease",
        baseline: 9.5,
        target: 7.5,
        start_on: day(-30),
        due_on: day(90),
        status: "active",
        scale,
      },
    ],
    interventions: [
      {
        id: randomUUID(),
        goal_id: goal,
        text: "Go through the sugar log by phone",
        frequency: "weekly",
        due_on: day(3),
        status: "active",
      },
    ],
  };
  const plan = await api.post(`/cases/${caseId}/care-plans`, { kind: "discharge", content });
  await api.post(`/care-plans/${plan.id}/approve`, {}, plan.version);
  await api.post(`/care-plans/${plan.id}/progress`, { goal_id: goal, observed_on: day(-20), value: 9.2 });
  return plan.id as string;
}

/** Writes the first goal of a new plan, with one step towards it, and approves: what must not be missing for a goal to count. */
export async function writePlan(page: Page, text: string, step: string): Promise<void> {
  await page.getByRole("button", { name: "Start a plan" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start a plan" }).click();
  await expect(page.getByRole("heading", { name: /Care plan/, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Add a goal" }).click();
  await page.getByLabel("What will be different").fill(text);
  await page.getByLabel("Measure", { exact: true }).fill("Days a week with a warm meal");
  await page.getByLabel("Unit").fill("days");
  await choose(page.getByRole("combobox", { name: "Direction" }), "Increase");
  await page.getByLabel("Now").fill("3");
  await page.getByRole("textbox", { name: "Target" }).fill("7");
  await page.getByLabel("Start", { exact: true }).fill(day(0));
  await page.getByLabel("By", { exact: true }).fill(day(60));
  await page.getByRole("button", { name: "Add an intervention" }).click();
  await page.getByLabel("What is done").fill(step);
  await page.getByLabel("By", { exact: true }).last().fill(day(7));
  await expect(page.getByRole("img", { name: /missing/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Plan approved")).toBeVisible();
}
