import { Api, enrolled } from "../support/api.ts";
import { declineTheRest, go, saved } from "../support/comprehensive.ts";
import { choose, expect, signIn, test } from "../support/test.ts";

test("a comprehensive assessment is taken in sections, left, resumed, completed, and proposes a need", async ({
  page,
}) => {
  const { api, personId } = await enrolled(await Api.signIn());
  await signIn(page, `/people/${personId}?tab=assessments`);
  await page.getByRole("button", { name: "Start a comprehensive assessment" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("heading", { name: "Comprehensive assessment", level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Complete", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );

  await page.getByText("Español", { exact: true }).click();
  await expect(page.getByText("¿Cómo está su salud en estos días?")).toBeVisible();
  await page.getByText("English", { exact: true }).click();

  await go(page, "Culture, values and wishes");
  await page.getByRole("textbox", { name: "What matters most in your life?" }).fill("My garden");
  await go(page, "Food, housing, rides");
  const food = page.getByRole("group", { name: /Is there enough to eat/ });
  await food.getByRole("radio", { name: "Often not" }).check();
  await saved(page);
  const proposed = page.getByRole("region", { name: "Needs that the answers propose" });
  await proposed.getByRole("button", { name: "Add to the needs: Not enough to eat" }).click();
  await expect(proposed).toContainText("added it to the needs");
  const needs = await api.get(`/people/${personId}/needs`);
  expect(needs.items.map(({ title, code }: { title: string; code: string }) => [title, code])).toEqual([
    ["Not enough to eat", "Z59.41"],
  ]);

  await page.goto(`/people/${personId}?tab=assessments`);
  await page.getByRole("link", { name: "Comprehensive assessment: Continue" }).click();
  await go(page, "Culture, values and wishes");
  await expect(page.getByRole("textbox", { name: "What matters most in your life?" })).toHaveValue(
    "My garden",
  );
  await declineTheRest(page);
  await page.getByRole("button", { name: "Complete", exact: true }).click();
  await expect(page.getByText(/^All sections on/)).toBeVisible();
  await expect(page.getByRole("article")).toContainText("My garden");
});

test("the next assessment shows what seldom changes to be confirmed, and what differs is told in words", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const first = await api.post(`/cases/${caseId}/comprehensive-assessments`, { initial: true });
  await signIn(page, `/comprehensive-assessments/${first.id}`);
  await go(page, "Culture, values and wishes");
  await page.getByRole("textbox", { name: "What matters most in your life?" }).fill("My garden");
  await declineTheRest(page);
  await page.getByRole("button", { name: "Complete", exact: true }).click();
  await expect(page.getByRole("article")).toContainText("My garden");

  const next = await api.post(`/cases/${caseId}/comprehensive-assessments`);
  await page.goto(`/comprehensive-assessments/${next.id}?section=culture`);
  await expect(page.getByText(/^On .*: My garden$/)).toBeVisible();
  await page.getByRole("button", { name: "Still right" }).click();
  await expect(page.getByRole("textbox", { name: "What matters most in your life?" })).toHaveValue(
    "My garden",
  );
  await go(page, "Strengths and goals");
  await page.getByRole("textbox", { name: /What are you good at/ }).fill("I sing in the choir");
  await saved(page);
  await page.getByRole("button", { name: "Read it as a whole" }).click();
  await expect(page.getByRole("article")).toContainText("I sing in the choir");
  await choose(page.getByRole("combobox", { name: "Compare with" }), /Completed/);
  const changed = page.getByRole("article");
  await expect(changed).toContainText("I sing in the choir");
  await expect(changed).toContainText("Did not want to answer");
  await expect(changed).not.toContainText("My garden");
});

test("on a phone the sections are one field above the questions", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { api, caseId } = await enrolled(await Api.signIn());
  const one = await api.post(`/cases/${caseId}/comprehensive-assessments`);
  await signIn(page, `/comprehensive-assessments/${one.id}?language=es`);
  const field = page.getByRole("combobox", { name: "Section" });
  await field.selectOption({ label: "Comida, vivienda, transporte: Not begun" });
  await expect(page.getByText("¿Hay suficiente comida en su casa?")).toBeVisible();
  const widest = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(widest).toBeLessThanOrEqual(390);
});
