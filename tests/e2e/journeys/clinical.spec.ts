import { writeCrisisPlan } from "../support/crisis.ts";
import { Api, enrolled } from "../support/api.ts";
import { choose, expect, signIn, test } from "../support/test.ts";

test("a PHQ-9 with thoughts of self-harm opens an alert that only a coded outcome closes", async ({
  page,
}) => {
  const { api, personId } = await enrolled(await Api.signIn());
  await signIn(page, `/people/${personId}?tab=assessments`);
  await page.getByRole("button", { name: "Start an assessment" }).first().click();
  const start = page.getByRole("dialog");
  await start.getByRole("radio", { name: /\(PHQ-9\)/ }).check();
  await start.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("heading", { name: /PHQ-9/, level: 1 })).toBeVisible();

  const score = page.getByRole("complementary", { name: "Score" });
  await expect(score).toContainText(/0.27/);
  for (const digit of "22111110") {
    await page.keyboard.press(digit);
    await page.keyboard.press("Enter");
  }
  await expect(score).toContainText(/9.12/);
  await page.keyboard.press("1");
  await expect(score).toContainText("10 / 27");
  await expect(score).toContainText("moderate");
  await expect(score).toContainText("Thoughts of death or self-harm reported");
  await page.keyboard.press("Enter");
  await page.keyboard.press("1");
  await score.getByRole("button", { name: "Complete" }).click();

  const alert = page.getByRole("region", { name: "Safety alert" });
  await expect(alert).toContainText(/PHQ-9.*thoughts of death or self-harm/);
  await alert.getByRole("button", { name: "Ask the C-SSRS now" }).click();
  await expect(page.getByRole("heading", { name: /C-SSRS/, level: 1 })).toBeVisible();
  await page.goBack();
  await alert.getByRole("button", { name: "Close with an outcome" }).click();
  const close = page.getByRole("dialog");
  await close.getByLabel("What was done").fill("Spoke for half an hour; her sister stays tonight.");
  await expect(close.getByRole("button", { name: "Close the alert" })).toBeDisabled();
  await choose(close.getByRole("combobox", { name: "Outcome" }), "Safety plan completed with the person");
  await expect(close.getByRole("button", { name: "Close the alert" })).toBeDisabled();
  await close.getByRole("button", { name: "Open the crisis plan" }).click();
  await page.getByRole("button", { name: "Write a crisis plan" }).click();
  await writeCrisisPlan(page);
  await page.getByRole("button", { name: "Sign off" }).click();
  await expect(page.getByText("The crisis plan is in force.")).toBeVisible();

  await page.goBack();
  await alert.getByRole("button", { name: "Close with an outcome" }).click();
  await expect(close.getByLabel("What was done")).toHaveValue(/her sister stays tonight/);
  await close.getByRole("button", { name: "Close the alert" }).click();
  await expect(alert).toBeHidden();
  const { items } = await api.get(`/people/${personId}/alerts`);
  expect(items[0]).toMatchObject({ status: "closed", outcome: "safety_plan_completed" });
});

test("a GAD-7 gives its band, and two of them a line with a table twin", async ({ page }) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  for (const value of [2, 1]) {
    const { items } = await api.get("/instruments/gad-7");
    const answers = Object.fromEntries(items.map(({ number }: { number: string }) => [number, value]));
    const made = await api.post(`/cases/${caseId}/assessments`, {
      instrument: "gad-7",
      mode: "phone",
      initial: false,
      answers,
      performed_at: new Date().toISOString(),
    });
    await api.post(`/assessments/${made.id}/complete`, {}, made.version);
  }
  await signIn(page, `/people/${personId}?tab=assessments&instrument=gad-7`);
  const table = page.getByRole("table").filter({ hasText: "The same scores as a table" });
  await expect(table.getByRole("row", { name: /14 moderate/ })).toBeVisible();
  await expect(table.getByRole("row", { name: /7 mild/ })).toBeVisible();
  await expect(page.locator(".recharts-line").first()).toBeVisible();
});

test("a plan with a weak goal says which SMART letter fails, is approved when it passes, revised with a reason and compared", async ({
  page,
}) => {
  const { api, personId } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/needs`, {
    title: "Type 2 diabetes with high blood sugar",
    kind: "clinical",
  });
  await signIn(page, `/people/${personId}?tab=plan`);
  await page.getByRole("button", { name: "Start a plan" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start a plan" }).click();
  await expect(page.getByRole("heading", { name: /Care plan/, level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Add a goal" }).click();
  await page.getByLabel("What will be different").fill("Keep my sugar in range");
  await expect(page.getByRole("img", { name: /^Measurable: missing/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Time-bound: missing/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveAttribute("aria-disabled", "true");

  await page.getByLabel("Measure", { exact: true }).fill("HbA1c");
  await page.getByLabel("Unit").fill("%");
  await choose(page.getByRole("combobox", { name: "Direction" }), "Decrease");
  await page.getByLabel("Now").fill("9.1");
  await page.getByRole("textbox", { name: "Target" }).fill("7.5");
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Start", { exact: true }).fill(day(0));
  await page.getByLabel("By", { exact: true }).fill(day(90));
  await page.getByRole("button", { name: "Add an intervention" }).click();
  await page.getByLabel("What is done").fill("Review the glucose log by phone");
  await page.getByLabel("By", { exact: true }).last().fill(day(14));
  await expect(page.getByRole("img", { name: /missing/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Plan approved")).toBeVisible();

  await page.getByRole("button", { name: "Revise" }).click();
  await page.getByLabel("Why is it revised?").fill("The first target came too fast");
  await page.getByRole("dialog").getByRole("button", { name: "Revise" }).click();
  await page.getByRole("textbox", { name: "Target" }).fill("8");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Revision 2").first()).toBeVisible();
  await expect(page.getByText(/The first target came too fast/)).toBeVisible();
  const compare = page.locator("section").filter({ hasText: "Compare revisions" });
  await expect(compare).toContainText(/7\.5/);
  await expect(compare).toContainText(/8/);
});
