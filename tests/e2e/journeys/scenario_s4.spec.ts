import { expect, signIn, test } from "../support/test.ts";

// Scenario S4: a care manager shows their own documentation turnaround, for initial assessments and for notes.

test("a care manager shows how soon their own initial assessments and notes are done", async ({ page }) => {
  await signIn(page, "/measures?scope=mine");
  await expect(page.getByRole("combobox", { name: "Whose work" })).toHaveValue("My cases");
  await expect(page.getByRole("heading", { name: "Initial assessment on time" })).toBeVisible();
  const notes = page.getByRole("article", { name: "Notes signed on time" });
  await expect(notes).toContainText(/[1-9]\d* of \d+/);
  await notes.getByRole("link", { name: /Show me the people/ }).click();
  await expect(page).toHaveURL(/scope=mine/);
  await expect(page.getByRole("table").getByRole("row").nth(1)).toBeVisible();
});
