import { Api, enrolled } from "../support/api.ts";
import { homeVisit } from "../support/visit.ts";
import { expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

test("a visit is checked, made and driven with a thumb", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { api, caseId, name } = await enrolled(await Api.signIn());
  const { startsAt } = await homeVisit(api, caseId);
  // The screen shows the visits of a day: that of the visit, also when midnight passes meanwhile.
  await page.clock.setFixedTime(startsAt);
  await signIn(page, "/visit-day");
  await expect(page.getByRole("heading", { name: "My visits", level: 1 })).toBeVisible();
  const stop = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await expect(stop.getByText("12 Elm Street")).toBeVisible();
  await expect(stop.getByText("No safety check yet")).toBeVisible();

  const dialog = page.getByRole("dialog");
  await stop.getByRole("button", { name: "Safety check", exact: true }).click();
  const answer = (question: string, choice: string) =>
    dialog.getByRole("radiogroup", { name: question }).getByText(choice, { exact: true }).first().click();
  await answer("Known violence or weapons", "Yes");
  await answer("Animals", "Loose");
  await answer("Infection", "None known");
  await answer("Neighborhood and light at that hour", "Fine");
  await answer("Phone reception", "Good");
  await dialog.getByRole("button", { name: "Save the check" }).click();
  await expect(dialog.getByRole("alert")).toContainText("nobody goes alone");
  await answer("Do you go alone?", "With a colleague");
  await expectNoAxeViolation(page);
  await dialog.getByRole("button", { name: "Save the check" }).click();
  await expect(dialog).toBeHidden();
  await expect(stop.getByText("Loose animals")).toBeVisible();

  await stop.getByRole("button", { name: "Set out" }).click();
  await expect(stop.getByText("On the way", { exact: true })).toBeVisible();
  await stop.getByRole("button", { name: "I am there" }).click();
  await dialog.getByLabel("How many minutes").fill("25");
  await dialog.getByRole("button", { name: "I am there" }).click();
  await expect(dialog).toBeHidden();
  await expect(stop.getByText(/^There since/)).toBeVisible();
  await expect(page.getByRole("list", { name: "Who is out" }).getByText(name)).toBeVisible();

  await stop.getByRole("button", { name: "I am leaving" }).click();
  await dialog.getByLabel("In one line (optional)").fill("The dog is a good one.");
  await dialog.getByLabel("Odometer at the start").fill("12003.4");
  await dialog.getByLabel("Odometer at the end").fill("11990");
  await dialog.getByRole("button", { name: "I am leaving" }).click();
  await expect(dialog.getByRole("alert")).toContainText("odometer");
  await expect(dialog.getByLabel("In one line (optional)")).toHaveValue("The dog is a good one.");
  await dialog.getByLabel("Odometer at the end").fill("12015.9");
  await dialog.getByRole("button", { name: "I am leaving" }).click();
  await expect(dialog).toBeHidden();
  await expect(stop.getByText("Done", { exact: true })).toBeVisible();
  await expect(stop.getByText("12.5 mi driven")).toBeVisible();
  const contacts = await api.get(`/cases/${caseId}/contacts`);
  expect(contacts.items.map((contact: { summary: string }) => contact.summary)).toContain(
    "The dog is a good one.",
  );
});
