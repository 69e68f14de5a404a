import { expect, type Page } from "@playwright/test";

/** The day some days from now, as a date field wants it. */
export const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What a request says, as the API takes it. */
export const requestContent = {
  line: "medicare_advantage",
  urgency: "standard",
  kind: "prospective",
  category: "home_health",
  title: "Skilled nursing visits",
  code: "G0299",
  units: 20,
  unit: "visit",
  from: inDays(-2),
  to: inDays(50),
  need: "Wound care after surgery",
};

/** Chooses in a list of the dialog that is open. */
export async function chooseIn(page: Page, label: string, option: string) {
  await page.getByRole("dialog").getByLabel(label, { exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** Notes which criteria were looked at, by name and version only, and what came of it. */
export async function noteCriteria(page: Page, outcome: string, subset = "Home Care: Skilled Nursing") {
  await page.getByRole("button", { name: "Note criteria" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Criteria product").fill("InterQual");
  await dialog.getByLabel("Version or edition").fill("2026");
  await dialog.getByLabel("Subset or guideline").fill(subset);
  await chooseIn(page, "Outcome", outcome);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
}
