import { expect, type Page } from "@playwright/test";

/** Writes the sections that must not stay empty, and somebody to call, into the draft on the screen. */
export async function writeCrisisPlan(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Crisis plan", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Add a warning sign" }).click();
  await page.keyboard.type("I stop answering the phone.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("I lie awake all night.");
  await page.getByRole("button", { name: "Add something that helps" }).click();
  await page.keyboard.type("Walk the dog.");
  await page.getByRole("button", { name: "Add a person", exact: true }).click();
  const helper = page.getByRole("group").last();
  await helper.getByLabel("Who").fill("My sister");
  await helper.getByLabel("Phone").fill("+1 518-555-0100 ext. 7");
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.keyboard.type("My sister keeps my pills.");
}

/** A plan of a person, as the API takes it. */
export const crisisContent = {
  warning_signs: ["I stop answering the phone."],
  coping: ["Walk the dog."],
  helpers: [{ name: "My sister", phone: "+1 518-555-0100 ext. 7", hours: "evenings" }],
  means_safety: ["My sister keeps my pills."],
};
