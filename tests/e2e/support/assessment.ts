import { expect, type Page } from "@playwright/test";

/** The short assessment that the hospital owes within a day of the admission. */
export async function assessInHospital(page: Page) {
  await page.getByRole("button", { name: "Start an assessment" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Find an instrument").fill("gad-7");
  await expect(dialog.getByRole("radio", { name: /GAD-7/ })).toBeChecked();
  await dialog.getByLabel("This is the initial assessment of the case").check();
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByRole("heading", { name: /GAD-7/, level: 1 })).toBeVisible();
  const score = page.getByRole("complementary", { name: "Score" });
  for (const key of "1111111") {
    await page.keyboard.press(key);
    await page.keyboard.press("Enter");
  }
  await expect(score).toContainText("7 of 7 answered");
  await score.getByRole("button", { name: "Complete" }).click();
  await expect(score).toContainText("mild");
}
