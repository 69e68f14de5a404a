import { Api, enrolled } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

test("a wrong password is said plainly and lets nobody in", async ({ page }) => {
  await page.goto("/today");
  await page.getByLabel("E-mail").fill(accountOf("analyst").email);
  await page.getByRole("textbox", { name: "Password" }).fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail or password is not right.")).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
});

test("fifteen idle minutes lock the screen; the password brings back the place and the draft", async ({
  page,
}) => {
  const { personId } = await enrolled(await Api.signIn());
  await page.clock.install();
  await signIn(page, `/people/${personId}?tab=plan`);
  await page.getByRole("banner").getByRole("button", { name: "Log a contact" }).click();
  const summary = page.getByLabel("In one line (optional)");
  await summary.fill("Halfway through a sentence");
  await page.clock.fastForward("16:00");

  await expect(page.getByRole("heading", { name: "Locked" })).toBeVisible();
  await expect(page.getByText("Halfway through a sentence")).toBeHidden();
  await page.getByLabel("Password of Maria Okafor").fill(accountOf("care_manager").password);
  await page.getByRole("button", { name: "Continue where I was" }).click();
  await expect(page.getByRole("heading", { name: "Locked" })).toBeHidden();
  await expect(summary).toHaveValue("Halfway through a sentence");
  await expect(page).toHaveURL(new RegExp(`/people/${personId}\\?tab=plan`));
});

test("signing out leaves nothing behind", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/people");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
