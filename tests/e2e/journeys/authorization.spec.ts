import { Api, enrolled, type Enrolled } from "../support/api.ts";
import { chooseIn, inDays, noteCriteria, requestContent } from "../support/authorization.ts";
import { accountOf } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

async function handedIn({ api, caseId }: Enrolled) {
  const draft = await api.post(`/cases/${caseId}/authorizations`, {
    side: "reviewed",
    content: requestContent,
  });
  return api.post(`/authorizations/${draft.id}/submit`, {}, draft.version);
}

test("a care manager writes a request, a colleague approves it by criteria, and the record shows which", async ({
  page,
  browser,
}) => {
  const { personId } = await enrolled(await Api.signIn());
  await signIn(page, `/people/${personId}?tab=authorizations`);
  await page.getByRole("button", { name: "New request" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Service", exact: true }).fill("Skilled nursing visits");
  await dialog.getByLabel("Units asked for").fill("20");
  await dialog.getByLabel("First day").fill(inDays(-2));
  await dialog.getByLabel("Last day").fill(inDays(50));
  await dialog.getByLabel("Why the person needs it").fill("Wound care after surgery");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New request" }).click();
  await expect(dialog.getByLabel("Why the person needs it")).toHaveValue("Wound care after surgery");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Skilled nursing visits" })).toBeVisible();
  await page.getByRole("button", { name: "Hand in" }).click();
  await dialog.getByRole("button", { name: "Hand in" }).click();
  await expect(page.getByText(/rule T-6.standard/)).toBeVisible();
  await page.getByText(/rule T-6.standard/).click();
  await expect(page.getByText(/CMS-0057-F/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Decide" })).toBeHidden();

  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const lead = await context.newPage();
  await signIn(lead, new URL(page.url()).pathname, accountOf("lead"));
  await noteCriteria(lead, "met");
  await lead.getByRole("button", { name: "Decide" }).click();
  await expect(lead.getByRole("dialog")).toContainText("Rests on InterQual 2026");
  await lead.getByRole("button", { name: "Save the decision" }).click();
  const decision = lead.getByRole("region", { name: "Decision" });
  await expect(decision).toContainText("Rests on InterQual 2026, Home Care: Skilled Nursing: met");
  await lead.getByRole("button", { name: "Move the next review" }).click();
  const review = lead.getByRole("dialog");
  await review.getByLabel("Next review on").fill(inDays(20));
  await review.getByLabel("Why").fill("Look at the wound again");
  await review.getByRole("button", { name: "Save" }).click();
  await expect(review).toBeHidden();
  await expect(lead.getByText(/^Next review /)).toBeVisible();
  await context.close();

  await page.reload();
  await page.getByRole("button", { name: "Note used units" }).click();
  await dialog.getByLabel("Used units").fill("16");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Units" })).toContainText("80% is used");
});

test("a denial for medical reasons needs the physician advisor, and an appeal goes to the desk", async ({
  page,
  browser,
}) => {
  const request = await handedIn(await enrolled(await Api.signIn()));
  const path = `/authorizations/${request.id}`;
  await signIn(page, path, accountOf("lead"));
  await noteCriteria(page, "not met");
  await page.getByRole("button", { name: "Decide" }).click();
  const dialog = page.getByRole("dialog");
  await chooseIn(page, "Decision", "Deny");
  await dialog.getByLabel("The reason in words").fill("The wound has healed.");
  await dialog.getByRole("button", { name: "Save the decision" }).click();
  await expect(dialog).toContainText("Only a physician advisor denies for medical reasons.");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Refer to a physician advisor" }).click();
  await dialog.getByLabel("What to look at").fill("Criteria are not met.");
  await dialog.getByRole("button", { name: "Refer to a physician advisor" }).click();
  await expect(page.getByText("With a physician advisor").first()).toBeVisible();

  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const advisor = await context.newPage();
  await signIn(advisor, path, accountOf("physician_advisor"));
  await advisor.getByRole("button", { name: "Decide" }).click();
  await chooseIn(advisor, "Decision", "Deny");
  await advisor.getByLabel("The reason in words").fill("The wound has healed.");
  await advisor.getByRole("button", { name: "Save the decision" }).click();
  await expect(advisor.getByText("Not medically necessary")).toBeVisible();
  await context.close();

  await page.reload();
  await expect(page.getByText(/May be appealed up to/)).toBeVisible();
  await page.getByRole("button", { name: "Appeal", exact: true }).click();
  await dialog.getByLabel("What is wanted, and why").fill("She can't do it herself.");
  await dialog.getByRole("button", { name: "Appeal" }).click();
  await expect(page.getByText(/rule T-8.ma_preservice/)).toBeVisible();
  await page.getByRole("link", { name: "Authorizations" }).first().click();
  await page.getByRole("tab", { name: "Appeals", exact: true }).click();
  await expect(page.getByRole("list", { name: "Appeals" })).toContainText("She can't do it herself.");
});
