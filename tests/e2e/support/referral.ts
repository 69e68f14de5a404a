import { expect, type Browser, type Page } from "@playwright/test";
import { send } from "./parts.ts";
import { choose } from "./test.ts";

/** Arranges a ride for a need from the plan on the screen, and sends it. */
export async function arrangeRide(
  page: Page,
  need: string,
  recipient: string,
  request: string,
): Promise<void> {
  await page.getByRole("link", { name: `Arrange something for: ${need}` }).click();
  const dialog = page.getByRole("dialog", { name: "Arrange" });
  await choose(dialog.getByRole("combobox", { name: "What is arranged" }), "Transport");
  await dialog.getByLabel("To whom").fill(recipient);
  await dialog.getByLabel("What is asked").fill(request);
  await dialog.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Transport for/ })).toBeVisible();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await send(page, "Send");
  await expect(page.getByText("Answer due by", { exact: false })).toBeVisible();
}

/** A link by which the partner of the referral on the screen answers; its address. */
export async function partnerLink(page: Page, givenTo: string): Promise<string> {
  await page.getByRole("button", { name: "Make a link" }).click();
  await send(page, "Make a link", (dialog) => dialog.getByLabel("For whom").fill(givenTo));
  await page.getByRole("button", { name: "Show the link" }).click();
  return page.getByText(/\/partner#/).innerText();
}

/** The partner takes it on and reports it as done, on a phone and without an account. */
export async function partnerServes(browser: Browser, address: string, request: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const partner = await context.newPage();
  await partner.goto(address);
  await expect(partner.getByText(request)).toBeVisible();
  await partner.getByText("We take it on").click();
  await partner.getByRole("button", { name: "Send the answer" }).click();
  await expect(partner.getByRole("status")).toHaveText("You take it on");
  await partner.getByText("It is done", { exact: true }).click();
  await partner.getByRole("button", { name: "Send the answer" }).click();
  await expect(partner.getByRole("status")).toHaveText(/reported it as done/);
  await context.close();
}
