import { Api, enrolled, newColleague } from "../support/api.ts";
import { accountNamed, accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

const REVIEW = "Utilization review";

/** Takes back what a test made stricter and left so, told by its reason. */
async function takeBack(reason: string) {
  const director = await Api.signIn(accountOf("director"));
  const { limits } = await director.get("/scope-of-practice");
  for (const limit of limits) {
    if (limit.reason !== reason || limit.withdrawn_on) continue;
    await director.post(`/scope-limits/${limit.id}/withdraw`, { reason: "The test ended" }, limit.version);
  }
}

test("a director makes the scope of practice stricter, colleagues read why, and it is taken back", async ({
  page,
  browser,
}) => {
  const run = Date.now();
  const stricter = `The county asks for a second nurse, ${run}`;
  const enough = `One nurse is enough again, ${run}`;
  await signIn(page, "/staff?tab=scope", accountOf("director"));
  await expect(page.getByRole("heading", { name: "Scope of practice" })).toBeVisible();
  await page.getByRole("button", { name: `Make stricter: ${REVIEW}` }).click();
  const dialog = page.getByRole("dialog", { name: `Make stricter: ${REVIEW}` });
  await choose(
    dialog.getByRole("combobox", { name: "Condition from then on" }),
    "With co-signature or oversight",
  );
  await dialog.getByLabel("Reason").fill(stricter);
  await expectNoAxeViolation(page);
  try {
    await dialog.getByRole("button", { name: "Make stricter" }).click();
    await expect(dialog).toHaveCount(0);
    const row = page
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: new RegExp(REVIEW) }) });
    await expect(row).toContainText("Stricter here");

    const context = await browser.newContext({ baseURL: process.env.TEND_URL });
    const colleague = await context.newPage();
    await signIn(colleague, "/staff?tab=scope");
    const read = colleague
      .getByRole("row")
      .filter({ has: colleague.getByRole("rowheader", { name: new RegExp(REVIEW) }) });
    await expect(read).toContainText(stricter);
    await expect(colleague.getByRole("button", { name: /^Make stricter/ })).toHaveCount(0);
    await context.close();

    await page.getByRole("button", { name: `Take back: ${REVIEW}, RN, physician` }).click();
    await page.getByRole("dialog").getByLabel("Why is it taken back?").fill(enough);
    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await expect(row).not.toContainText("Stricter here");
    await expect(page.getByText(enough)).toBeVisible();
  } finally {
    await takeBack(stricter);
  }
});

test("a license that runs out is announced to its holder and their lead", async ({ page, browser }) => {
  await signIn(page, "/today", accountNamed("kevin.nakamura"));
  const notice = page.getByRole("region", { name: "Credentials running out" });
  await expect(notice).toContainText("Your RN NY runs out on");
  await notice.getByRole("link", { name: "Show" }).click();
  await expect(page.getByRole("row", { name: /Kevin Nakamura/ })).toContainText("days left");
  await expectNoAxeViolation(page);

  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const lead = await context.newPage();
  await signIn(lead, "/staff?only=expiring", accountOf("lead"));
  await expect(lead.getByRole("row", { name: /Kevin Nakamura/ })).toContainText("RN · NY");
  await context.close();
});

test("without a license that counts, a button says which one and why", async ({ page }) => {
  const worker = await newColleague();
  const admin = await Api.signIn(accountOf("organization_admin"));
  await admin.post(`/staff/${worker.id}/credentials`, {
    kind: "rn",
    state: "NY",
    number: `RN-${Date.now()}`,
    status: "suspended",
    expires_on: "2099-12-31",
  });
  const { api, caseId } = await enrolled(await Api.signIn());
  await api.post(`/cases/${caseId}/members`, { staff_id: worker.id, role: "consultant" });
  const plan = await api.post(`/cases/${caseId}/care-plans`, { kind: "comprehensive" });
  await signIn(page, `/care-plans/${plan.id}`, worker.account);
  const approve = page.getByRole("button", { name: /^Approve/ });
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await expect(approve).toHaveAccessibleDescription(/RN license of NY is suspended/);
});
