import { Api, enrolled } from "../support/api.ts";
import { crisisContent, writeCrisisPlan } from "../support/crisis.ts";
import { accountOf } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

test("a crisis plan in force opens with one key, reads from the top and dials its numbers, also on a phone", async ({
  page,
}) => {
  const { api, personId } = await enrolled(await Api.signIn());
  const plan = await api.post(`/people/${personId}/crisis-plans`, { content: crisisContent });
  await api.post(`/crisis-plans/${plan.id}/approve`, {}, plan.version);
  await signIn(page, `/people/${personId}`);
  await expect(page.getByRole("button", { name: "Crisis plan", exact: true })).toBeVisible();
  await page.keyboard.press("p");
  const open = page.getByRole("dialog", { name: /^Crisis plan of/ });
  await expect(open.getByRole("link", { name: "Call 988" })).toHaveAttribute("href", "tel:988");
  await expect(open.getByRole("link", { name: /518-555-0100/ })).toHaveAttribute("href", "tel:+15185550100");
  await expect(open.getByText("My sister keeps my pills.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(open).toBeHidden();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Crisis plan", exact: true }).click();
  await expect(open).toBeVisible();
  const box = await open.boundingBox();
  expect(box?.width).toBe(390);
  const widest = await open.evaluate((element) => element.scrollWidth);
  expect(widest).toBeLessThanOrEqual(390);
});

test("an assistant's draft waits for a licensed colleague, who signs it off; a revision is compared with it", async ({
  page,
  browser,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const assistant = await Api.signIn(accountOf("assistant"));
  await api.post(`/cases/${caseId}/members`, { staff_id: assistant.me.id, role: "assistant" });
  const draft = await assistant.post(`/people/${personId}/crisis-plans`);

  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const helper = await context.newPage();
  await signIn(helper, `/crisis-plans/${draft.id}`, accountOf("assistant"));
  const send = helper.getByRole("button", { name: "Send for sign-off" });
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await writeCrisisPlan(helper);
  await send.click();
  await expect(helper.getByText(/sent this draft for sign-off/)).toBeVisible();
  await context.close();

  await signIn(page, `/crisis-plans/${draft.id}`);
  await expect(page.getByText("I lie awake all night.")).toBeVisible();
  await page.getByRole("button", { name: "Sign off" }).click();
  await expect(page.getByText("In force").first()).toBeVisible();
  await page.getByRole("button", { name: "Revise" }).click();
  await page.getByLabel("Why is it revised?").fill("She reads again");
  await page.getByRole("dialog").getByRole("button", { name: "Revise" }).click();
  await page.getByRole("button", { name: "Add something that helps" }).click();
  await page.keyboard.type("Read one chapter.");
  await page.getByRole("button", { name: "Sign off" }).click();
  const compare = page.locator("section").filter({ hasText: "Compare revisions" });
  await expect(compare).toContainText("Read one chapter.");
  await expect(page.getByText("She reads again", { exact: true })).toBeVisible();
});
