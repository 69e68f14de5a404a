import { Api, enrolled } from "../support/api.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

test("a barrier is removed: a ride is arranged for a need, the partner answers through a link without an account, and only the person closes the loop", async ({
  page,
  browser,
}) => {
  const { api, personId, name } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/needs`, { kind: "social", title: "No way to get to dialysis" });
  await signIn(page, `/people/${personId}?tab=plan`);
  await page.getByRole("link", { name: "Arrange something for: No way to get to dialysis" }).click();
  const dialog = page.getByRole("dialog", { name: "Arrange" });
  await choose(dialog.getByRole("combobox", { name: "What is arranged" }), "Transport");
  await dialog.getByLabel("To whom").fill("County transport desk");
  await dialog.getByLabel("What is asked").fill("A ride to dialysis on Monday");
  await dialog.getByLabel("Note for the team").fill("Does not like to wait.");
  await expectNoAxeViolation(page);
  await dialog.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Transport for ${name}` })).toBeVisible();

  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("dialog", { name: "Send" }).getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Answer due by", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Make a link" }).click();
  const making = page.getByRole("dialog", { name: "Make a link" });
  await making.getByLabel("For whom").fill("Intake desk");
  await making.getByLabel("The person agreed to share name and phone").check();
  await making.getByRole("button", { name: "Make a link" }).click();
  await page.getByRole("button", { name: "Show the link" }).click();
  const address = await page.getByText(/\/partner#/).innerText();
  await expectNoAxeViolation(page);

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const partner = await context.newPage();
  await partner.goto(address);
  await expect(partner.getByRole("heading", { level: 1, name: "Transport" })).toBeVisible();
  await expect(partner.getByText("A ride to dialysis on Monday")).toBeVisible();
  await expect(partner.getByText("Does not like to wait.")).toHaveCount(0);
  await expect(partner.getByText(name)).toHaveCount(0);
  await expectNoAxeViolation(partner);
  await partner.getByText("We take it on").click();
  await partner.getByLabel("Message to the care team").fill("From next week on.");
  await partner.getByRole("button", { name: "Send the answer" }).click();
  await expect(partner.getByRole("status")).toHaveText("You take it on");
  await expect(partner.getByText(name)).toBeVisible();
  await partner.getByText("It is done", { exact: true }).click();
  await partner.getByRole("button", { name: "Send the answer" }).click();
  await expect(partner.getByRole("status")).toHaveText(/reported it as done/);
  await partner.getByRole("button", { name: "Español" }).click();
  await expect(partner.getByRole("status")).toHaveText(/informó que está hecho/);

  await page.reload();
  const happened = page.getByRole("region", { name: "What happened" });
  await expect(happened.getByRole("listitem").filter({ hasText: "From next week on." })).toContainText(
    "Intake desk",
  );
  await expect(page.getByText("Ask the person by", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Ask the person" }).click();
  await expectNoAxeViolation(page);
  await page.getByRole("button", { name: "Close the loop" }).click();
  await expect(happened.getByText("Confirmed: received")).toBeVisible();
  await expect(page.getByRole("button", { name: "Take back", exact: true })).toHaveCount(0);

  await partner.goto("about:blank");
  await partner.goto(address.slice(0, -20));
  await expect(partner.getByRole("alert")).toContainText(/ya no es válido/);
  await context.close();
  await page.goto(`/people/${personId}?tab=referrals`);
  await expect(page.getByRole("listitem").filter({ hasText: "County transport desk" })).toContainText(
    "Received",
  );
});
