import { Api, enrolled } from "../support/api.ts";
import { accountOf, newName } from "../support/people.ts";
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

test("a colleague changes the password that was handed over", async ({ page }) => {
  const { family_name } = newName();
  const email = `${family_name.toLowerCase()}@harborvalley.example`;
  const first = "eleven patient otters cross";
  const admin = await Api.signIn(accountOf("organization_admin"));
  const about = { name: family_name, email, role: "care_manager", title: "", password: first };
  await admin.post("/staff", { ...about, time_zone: "America/New_York" });
  await signIn(page, "/today", { role: "care_manager", email, password: first });
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Change my password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Password so far" }).fill("not that one at all");
  await dialog.getByRole("textbox", { name: "New password" }).fill("violet ladders hum in april");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("This is not your password.").first()).toBeVisible();
  await dialog.getByRole("textbox", { name: "Password so far" }).fill(first);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await expect(Api.signIn({ role: "care_manager", email, password: first })).rejects.toThrow("401");
});

test("signing out leaves nothing behind", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/people");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a view that was saved outlives the sign-out, and is there in another browser", async ({
  page,
  browser,
}) => {
  const enter = async (tab: typeof page) => {
    await signIn(tab, "/today?kind=task", accountOf("supervisor"), { preferences: true });
    await tab.getByRole("button", { name: "Views" }).click();
  };
  await enter(page);
  await page.getByLabel("Save these filters as").fill("Tasks of my teams");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Tasks of my teams", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  const again = await browser.newPage();
  await enter(again);
  await again.getByRole("button", { name: "Remove the view Tasks of my teams" }).click();
  await expect(again.getByText("No saved views yet")).toBeVisible();
  await again.close();
});
