import { Api, enrolled } from "../support/api.ts";
import { accountNamed } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, rows, signIn, test } from "../support/test.ts";

const owner = accountNamed("terrell.hutchins");
const cover = accountNamed("priya.raghunathan");

/** Takes back the days off that a failed run left planned, so that the next one finds none. */
async function backAtWork() {
  const api = await Api.signIn(owner);
  const { items } = await api.get("/absences");
  for (const { id, version, staff, can } of items)
    if (staff.id === api.me.id && can.includes("absence_cancel"))
      await api.post(`/absences/${id}/cancel`, {}, version);
}

test.afterEach(backAtWork);

test("while the owner is off, who covers takes the alert up from Today and closes it with an outcome", async ({
  page,
  browser,
}) => {
  await signIn(page, "/today", owner);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "My days off" }).click();
  const list = page.getByRole("dialog", { name: "My days off" });
  await expect(list.getByRole("heading", { name: "No days off are planned" })).toBeVisible();
  await list.getByRole("button", { name: "Plan days off" }).click();
  const plan = page.getByRole("dialog", { name: "Plan days off" });
  await choose(plan.getByLabel("Who covers"), /Priya Raghunathan/);
  await expectNoAxeViolation(page);
  await plan.getByRole("button", { name: "Plan", exact: true }).click();
  await expect(list.getByText("Priya Raghunathan covers")).toBeVisible();

  const { api, caseId, name } = await enrolled(await Api.signIn(owner));
  const answers = { instrument: "phq-9", mode: "phone", answers: { "9": 1 } };
  const asked = await api.post(`/cases/${caseId}/assessments`, answers);
  await api.post(`/assessments/${asked.id}/complete`, {}, asked.version);

  const context = await browser.newContext({ baseURL: process.env.TEND_URL! });
  const other = await context.newPage();
  await signIn(other, "/today", cover);
  const row = rows(other, name);
  await expect(row).toContainText("You cover for Terrell Hutchins");
  await row.getByRole("button", { name: /^Respond/ }).click();
  const alert = other.getByRole("region", { name: "Safety alert" });
  await expect(alert.getByRole("list", { name: "Asked" })).toContainText("who covers for Terrell Hutchins");
  await expect(alert).toContainText("Next: the supervisor");
  await alert.getByRole("button", { name: "I am on it" }).click();
  await expect(alert).toContainText("Next: a director");
  await expectNoAxeViolation(other);
  await alert.getByRole("button", { name: "Close with an outcome" }).click();
  const close = other.getByRole("dialog", { name: "Close the safety alert" });
  await close.getByLabel("What was done").fill("Called her; her sister stays tonight.");
  await expect(close.getByRole("button", { name: "Close the alert" })).toBeDisabled();
  await choose(close.getByLabel("Outcome"), "Evaluated, no imminent risk");
  await close.getByRole("button", { name: "Close the alert" }).click();
  await expect(alert).toBeHidden();
  await context.close();

  await list.getByRole("button", { name: /^Cancel the days off/ }).click();
  await expect(list.getByRole("heading", { name: "No days off are planned" })).toBeVisible();
});
