import { accountOf, newName } from "../support/people.ts";
import { choose, expect, signIn, test } from "../support/test.ts";

test("an administrator adds a colleague with a license, who signs in; and sees no person's record", async ({
  page,
  browser,
}) => {
  const { given_name, family_name } = newName();
  const name = `${given_name} ${family_name}`;
  const email = `${family_name.toLowerCase()}@harborvalley.example`;
  const password = "seven quiet herons wade upstream";
  await signIn(page, "/staff", accountOf("organization_admin"));
  await expect(page.getByRole("navigation").getByRole("link", { name: "Today" })).toHaveCount(0);
  await page.getByRole("button", { name: "Add a colleague" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("textbox", { name: /^First password/ }).fill(password);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText(`${name} was added`)).toBeVisible();

  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Credentials" }).click();
  const held = page.getByRole("dialog", { name: `Credentials of ${name}` });
  await expect(held.getByRole("listitem").filter({ hasText: "Background check" })).toContainText(
    "Not passed yet",
  );
  await held.getByRole("button", { name: "Add a credential" }).click();
  const added = page.getByRole("dialog", { name: `Add a credential: ${name}` });
  await added.getByLabel("State (two letters)").fill("ny");
  await added.getByLabel("Number").fill(`RN-${Date.now()}`);
  await added
    .getByLabel("Last valid day")
    .fill(new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10));
  await added.getByRole("button", { name: "Add" }).click();
  await expect(held.getByRole("listitem").filter({ hasText: "RN NY" })).toContainText("Valid");
  await held.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("RN · NY");

  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "New password" }).click();
  const lost = page.getByRole("dialog", { name: `New password for ${name}` });
  await lost.getByRole("button", { name: "New password" }).click();
  const shown = page.getByRole("dialog", { name: "Give this password over now" });
  const anew = (await shown.locator("code, pre").first().textContent()) ?? "";
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(anew)).toHaveCount(0);

  await page.getByRole("tab", { name: "Teams" }).click();
  await page.getByRole("button", { name: "Add to North Panel" }).click();
  await choose(dialog.getByRole("combobox", { name: "Colleague" }), new RegExp(name));
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("row", { name: /North Panel/ })).toContainText(name);
  await page.getByRole("button", { name: "Edit North Panel" }).click();
  await dialog.getByRole("button", { name: `Remove ${name}` }).click();
  await expect(page.getByText(`${name} is no longer in North Panel`)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("row", { name: /North Panel/ })).not.toContainText(name);

  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const colleague = await context.newPage();
  await signIn(colleague, "/staff", { role: "care_manager", email, password: anew });
  await expect(colleague.getByRole("button", { name: "Add a colleague" })).toHaveCount(0);
  await context.close();
});

test("an API client's secret is shown once and signs the client in", async ({ page }) => {
  await signIn(page, "/staff?tab=clients", accountOf("organization_admin"));
  await page.getByRole("button", { name: "New API client" }).click();
  const dialog = page.getByRole("dialog");
  const name = `Nightly export ${Date.now()}`;
  await dialog.getByLabel("What it is for").fill(name);
  await dialog.getByRole("searchbox", { name: "Search by words or code" }).fill("measure");
  await dialog.getByRole("checkbox", { name: /measure_read/ }).check();
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("Keep this secret now")).toBeVisible();
  const secret = (await dialog.locator("code, pre").first().textContent()) ?? "";
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec((await dialog.textContent()) ?? "")?.[0] ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("See measures");
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: id,
    client_secret: secret,
  });
  const token = await fetch(`${process.env.TEND_URL}/api/v1/oauth/token`, { method: "POST", body });
  expect(token.status).toBe(200);
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Revoked");
  const refused = await fetch(`${process.env.TEND_URL}/api/v1/oauth/token`, { method: "POST", body });
  expect(refused.status).toBe(401);
});
