import { expect, type Page } from "@playwright/test";

const sections = (page: Page) => page.getByRole("navigation", { name: "Sections" });
/** Goes to a section of the comprehensive assessment on the screen. */
export const go = async (page: Page, section: string | RegExp) => {
  await sections(page).getByRole("button", { name: section }).click();
  await expect(page.getByRole("heading", { level: 2, name: section })).toBeFocused();
};

export const saved = (page: Page) => expect(page.getByText(/^Saved/)).toBeVisible();

/** The person declines whatever is open in every section. */
export async function declineTheRest(page: Page) {
  const steps = sections(page).getByRole("button");
  for (const step of await steps.all()) {
    await step.click();
    await expect(step).toHaveAttribute("aria-current", "step");
    const decline = page.getByRole("button", { name: /declines the rest/ });
    // One answer may open another question.
    while (await decline.isVisible()) await decline.click();
    await expect(step).toContainText("Complete");
  }
  await saved(page);
}
