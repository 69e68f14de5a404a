import { expect, type Browser, type Locator, type Page } from "@playwright/test";
import type { SignIn } from "./people.ts";
import { signIn } from "./test.ts";

/** A titled part of the screen. */
export const part = (page: Page, name: string | RegExp): Locator => page.getByRole("region", { name });

/** Fills the dialog that is open and sends it. */
export async function send(
  page: Page,
  button: string,
  fill: (dialog: Locator) => Promise<void> = async () => {},
) {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await fill(dialog);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** What a colleague does meanwhile, in a browser of their own. */
export async function meanwhile(
  browser: Browser,
  account: SignIn,
  path: string,
  work: (page: Page) => Promise<void>,
) {
  const context = await browser.newContext({ baseURL: process.env.TEND_URL! });
  const page = await context.newPage();
  await signIn(page, path, account);
  await work(page);
  await context.close();
}
