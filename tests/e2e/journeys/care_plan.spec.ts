import { Api, enrolled } from "../support/api.ts";
import { approvedPlan, day } from "../support/plan.ts";
import { choose, expect, signIn, test } from "../support/test.ts";

test("a goal shows its course, an occurrence is settled, and the person's refusal is kept in their words", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/needs`, { title: "No ride to dialysis", kind: "social" });
  const planId = await approvedPlan(api, personId, caseId);
  await signIn(page, `/care-plans/${planId}`);
  await expect(page.getByText("No more hospital if it can be helped")).toBeVisible();
  await expect(page.getByText(/No goal serves the need “No ride to dialysis”/)).toBeVisible();

  const goal = page.getByRole("article", { name: "Lower my blood sugar" });
  await expect(goal).toContainText("I want to keep my feet");
  await goal.getByRole("button", { name: "Record progress" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Value (%)").fill("8.5");
  await choose(dialog.getByRole("combobox", { name: "Level of the scale" }), /\+1/);
  await choose(dialog.getByRole("combobox", { name: "Achievement" }), "Getting better");
  await dialog.getByRole("button", { name: "Record progress" }).click();
  await expect(goal).toContainText("50% of the way");
  await expect(goal).toContainText("Getting better");
  await expect(page.getByText(/Goal attainment score: 60\.0/)).toBeVisible();
  await goal.getByRole("button", { name: "Show the course" }).click();
  await expect(goal.getByRole("table")).toContainText("9.2 %");
  await expect(goal.locator(".recharts-line").first()).toBeVisible();

  await page.getByRole("button", { name: "Each time: Go through the sugar log by phone" }).click();
  await page
    .getByRole("button", { name: /^Say what came of it/ })
    .last()
    .click();
  await dialog.getByRole("radio", { name: "Refused by the person" }).check();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByLabel("Why?").fill("Feels watched");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Feels watched")).toBeVisible();
  await expect(goal.getByText(/Kept for this goal: 0% kept · 1 was due/)).toBeVisible();
  await expect(page.getByText(/Kept over the whole plan: 0% kept/)).toBeVisible();

  await page.getByRole("button", { name: "Who took part" }).click();
  await choose(dialog.getByRole("combobox", { name: "What they say to the plan" }), "Refused");
  await dialog.getByLabel("In their own words").fill("Nobody counts my sugar but me.");
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await expect(page.getByText("“Nobody counts my sugar but me.”")).toBeVisible();
  const { items } = await api.get(`/care-plans/${planId}/entries`);
  expect(items[0].participation).toMatchObject({ who: "person", stance: "refused" });
});

test("a plan starts from a template of the program's setting and stays a draft to edit", async ({ page }) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const { program } = await api.get(`/cases/${caseId}`);
  const { items } = await api.get(`/programs/${program.id}/care-plan-templates`);
  await signIn(page, `/people/${personId}?tab=plan`);
  await page.getByRole("button", { name: "Start a plan" }).click();
  await page.getByRole("radio", { name: items[0].title }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Start a plan" }).click();
  await expect(page.getByLabel("What will be different").first()).toHaveValue(items[0].goals[0]);
  await page.getByRole("button", { name: "Add what matters" }).click();
  await page.getByLabel("What the person said").fill("I want to stay at home");
  await page.getByLabel("Review of the plan on").fill(day(30));
  await expect(page.getByRole("button", { name: "Approve" })).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Plan approved")).toBeVisible();
  await expect(page.getByText("I want to stay at home")).toBeVisible();
  await expect(page.getByText(/^Next review/)).toBeVisible();
});

test("while a revision is written, what is in force stays on the screen and goes on; the review is work on Today", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const planId = await approvedPlan(api, personId, caseId);
  await signIn(page, `/care-plans/${planId}`);
  await page.getByRole("button", { name: "Revise" }).click();
  await page.getByLabel("Why is it revised?").fill("She wants another goal");
  await page.getByRole("dialog").getByRole("button", { name: "Revise" }).click();
  await expect(page.getByText(/has been writing a revision since/)).toBeVisible();
  await expect(page.getByLabel("What will be different").first()).toBeVisible();
  await page.getByLabel("What will be different").first().fill("Walk to the shop");
  await expect(page.getByText(/^Saved /)).toBeVisible();

  // The radio itself is hidden by its look; its label is what people press.
  await page.getByText("In force", { exact: true }).first().click();
  const goal = page.getByRole("article", { name: "Lower my blood sugar" });
  await goal.getByRole("button", { name: "Record progress" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Value (%)").fill("8.5");
  await dialog.getByRole("button", { name: "Record progress" }).click();
  await expect(goal).toContainText("50% of the way");
  await expect(page.getByRole("link", { name: "Print" })).toBeVisible();

  await page.getByRole("button", { name: "Review the plan" }).click();
  await dialog.getByLabel("What was found and what follows").fill("She is on her way.");
  await dialog.getByLabel("Next review on").fill(day(90));
  await dialog.getByRole("button", { name: "Write it down" }).click();
  // The text stands in the dialog too: only a closed dialog says that it was written.
  await expect(dialog).toBeHidden();
  await expect(page.getByText("She is on her way.")).toBeVisible();
  const { items } = await api.get(`/care-plans/${planId}/entries`);
  expect(items[0].revision).toBe(1);
  const tasks = await api.get(`/cases/${caseId}/tasks`);
  const reviews = tasks.items.filter(({ title }: any) => title === "Review the care plan with the person");
  expect(reviews.map(({ status }: any) => status).toSorted()).toEqual(["completed", "open"]);
});
