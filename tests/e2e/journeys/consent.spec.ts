import { Api, enrolled } from "../support/api.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

test("what is protected by Part 2 waits for a consent, goes out with it, stands on the accounting, and the link closes when it is taken back", async ({
  page,
  browser,
}) => {
  const { api, personId, caseId, name } = await enrolled(await Api.signIn());
  const referral = await api.post(`/cases/${caseId}/referrals`, {
    kind: "therapy",
    recipient: "Riverbend Counseling",
    request: "Counselling twice a week",
    labels: ["substance_use"],
  });
  await signIn(page, `/referrals/${referral.id}`);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const sending = page.getByRole("dialog", { name: "Send" });
  await expect(sending.getByText("May not go out yet")).toBeVisible();
  await expect(sending.getByText(/to learn of: Substance use treatment/)).toBeVisible();
  await expect(sending.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  await expectNoAxeViolation(page);

  await sending.getByRole("button", { name: "Record a consent" }).click();
  const consent = page.getByRole("dialog", { name: "Record a consent" });
  await expect(consent.getByLabel("Name of who gets it")).toHaveValue("Riverbend Counseling");
  await expect(consent.getByLabel("Who gave it")).toHaveValue(name);
  await consent.getByLabel("Version of the form").fill("2026-1");
  await expectNoAxeViolation(page);
  await consent.getByRole("button", { name: "Save", exact: true }).click();
  await expect(consent).toBeHidden();

  await expect(sending.getByText("Consent under 42 CFR part 2")).toBeVisible();
  await sending.getByRole("button", { name: "Send", exact: true }).click();
  await expect(sending).toBeHidden();
  await page.getByRole("button", { name: "Make a link" }).click();
  const making = page.getByRole("dialog", { name: "Make a link" });
  await making.getByLabel("For whom").fill("Intake desk");
  await making.getByRole("button", { name: "Make a link" }).click();
  await expect(making).toBeHidden();
  await page.getByRole("button", { name: "Show the link" }).click();
  const address = await page.getByText(/\/partner#/).innerText();

  const context = await browser.newContext();
  const partner = await context.newPage();
  await partner.goto(address);
  await expect(partner.getByText("Counselling twice a week")).toBeVisible();
  await expect(partner.getByText(/42 CFR part 2 prohibits/)).toBeVisible();

  await page.goto(`/people/${personId}?tab=sharing`);
  const out = page.getByRole("list", { name: "What went out" });
  await expect(out.getByRole("listitem").filter({ hasText: "Riverbend Counseling" })).toContainText(
    "opened by the partner",
  );
  await choose(page.getByRole("combobox", { name: "A record about" }), "School record");
  await expect(page.getByRole("row", { name: /^School/ })).toContainText("School official (34 CFR 99.31)");
  await expectNoAxeViolation(page);

  await page.getByRole("button", { name: "Take back", exact: true }).click();
  const ending = page.getByRole("dialog", { name: "Take the consent back" });
  await ending.getByLabel("Why").fill("Does not want it any more.");
  await ending.getByRole("button", { name: "Take back", exact: true }).click();
  await expect(ending).toBeHidden();
  await expect(page.getByText("Taken back", { exact: true })).toBeVisible();
  await partner.goto("about:blank");
  await partner.goto(address);
  await expect(partner.getByRole("alert")).toContainText(/not valid any more/);
  await context.close();
});

test("somebody of another organization joins the care team, with what they may be told", async ({ page }) => {
  const { personId } = await enrolled(await Api.signIn());
  await signIn(page, `/people/${personId}?tab=sharing`);
  await page.getByRole("button", { name: "Add somebody outside" }).click();
  const dialog = page.getByRole("dialog", { name: "Add somebody outside" });
  await dialog.getByLabel("Name").fill("Dr. Ama Osei");
  await dialog.getByLabel("Organization").fill("Valley Family Practice");
  await expectNoAxeViolation(page);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  const row = page
    .getByRole("list", { name: "Care team" })
    .getByRole("listitem")
    .filter({ hasText: "Dr. Ama Osei" });
  await expect(row).toContainText("May be told");
  await row.getByRole("button", { name: "Change Dr. Ama Osei" }).click();
  await page.getByRole("button", { name: "Take off the team" }).click();
  const ending = page.getByRole("dialog", { name: "Take off the team" });
  await ending.getByRole("button", { name: "Take off the team" }).click();
  await expect(ending).toBeHidden();
  await expect(row).toHaveCount(0);
});
