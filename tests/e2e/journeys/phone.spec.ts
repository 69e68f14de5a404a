import { Api, enrolled, inHours } from "../support/api.ts";
import { expect, rows, signIn, test } from "../support/test.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("on a phone the whole way from Today to a logged contact needs no sideways scroll", async ({ page }) => {
  const { api, caseId, name } = await enrolled(await Api.signIn());
  await api.post("/tasks", {
    case_id: caseId,
    title: `Call ${name} before the ride`,
    kind: "call",
    priority: "asap",
    due_at: inHours(1),
  });
  await signIn(page);
  const row = rows(page, `Call ${name} before the ride`);
  await expect(row).toHaveCount(1);
  await expectNoSidewaysScroll();
  await row.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expectNoSidewaysScroll();

  await page
    .getByRole("navigation", { name: "Quick navigation" })
    .getByRole("button", { name: "Contact" })
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`Contact about ${name}`)).toBeVisible();
  await dialog.getByText("Left a message").click();
  await dialog.getByRole("button", { name: "Log the contact" }).click();
  await expect(dialog.getByText("Contact logged")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();

  await page
    .getByRole("navigation", { name: "Quick navigation" })
    .getByRole("link", { name: "Today" })
    .click();
  // Others put urgent work above it meanwhile: a long list holds what is in sight, so it is looked for.
  await page.getByRole("searchbox", { name: "Search in the list" }).fill(name);
  await rows(page, `Call ${name} before the ride`)
    .getByRole("button", { name: /^Complete/ })
    .click();
  await expect(rows(page, `Call ${name} before the ride`)).toHaveCount(0);

  async function expectNoSidewaysScroll() {
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
  }
});
