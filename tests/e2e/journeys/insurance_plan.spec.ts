import { randomUUID } from "node:crypto";
import { Api, enrolled } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

test("an administrator writes a plan down, and a care manager learns from the coverage what it pays for", async ({
  page,
  browser,
}) => {
  const name = `Gold ${randomUUID().slice(0, 8)}`;
  await signIn(page, "/staff?tab=plans", accountOf("organization_admin"));
  await page.getByRole("button", { name: "Add a plan" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Payer").fill("Valley Shield");
  await dialog.getByLabel("Name of the plan").fill(name);
  await dialog.getByRole("button", { name: "Add a benefit" }).click();
  await dialog.getByRole("switch", { name: "It needs a prior authorization" }).check();
  await dialog.getByLabel("Limit").fill("20");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`Valley Shield, ${name}`)).toBeVisible();

  const { api, personId } = await enrolled(await Api.signIn());
  const lead = await Api.signIn(accountOf("lead"));
  const nurses = `Nurses ${randomUUID().slice(0, 8)}`;
  await lead.post("/community-organizations", { name: nurses });
  const { items } = await api.get("/insurance-plans");
  const plan = items.find((one: { name: string }) => one.name === name);
  const coverage = { payer: "Valley Shield", kind: "medicare_advantage", line: "medicare_advantage" };
  await api.post(`/people/${personId}/coverages`, { ...coverage, plan_id: plan.id });
  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const worker = await context.newPage();
  const terms = /^Covered, needs a prior authorization; 20 .* a year, 0 used/;
  await signIn(worker, `/people/${personId}`);
  await worker.getByRole("button", { name: "What does it cover? Valley Shield" }).click();
  await expect(worker.getByRole("dialog").getByText(terms)).toBeVisible();
  await worker.keyboard.press("Escape");
  await worker.goto(`/people/${personId}?tab=authorizations`);
  await worker.getByRole("button", { name: "New request" }).click();
  const request = worker.getByRole("dialog");
  await expect(request.getByText(terms)).toBeVisible();
  const provider = request.getByRole("combobox", { name: "Who provides it, in the directory" });
  await provider.fill(nurses);
  await worker.getByRole("option", { name: nurses }).click();
  await expect(request.getByText("Not known whether it is in the network")).toBeVisible();
  await context.close();
});

test("a file of plans is tried, put right and brought in", async ({ page }) => {
  const name = `Silver ${randomUUID().slice(0, 8)}`;
  const columns =
    "payer,plan,category,code,covered,needs_authorization,units,unit,period,copay,notes,organization,service,status,tier,as_of,from,to";
  const file = (covered: string) => ({
    name: "plans.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`${columns}\nValley Shield,${name},dme,,${covered},,,,,12.50,,,,,,,2020-01-01,\n`),
  });
  await signIn(page, "/staff?tab=plans", accountOf("organization_admin"));
  await page.getByRole("button", { name: "Bring in a file" }).click();
  const chooser = page.locator("input[type=file]");
  await chooser.setInputFiles(file("maybe"));
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByRole("list", { name: "1 thing to put right" })).toContainText("Line 2, covered");
  await chooser.setInputFiles(file("yes"));
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByText("Report of the try: nothing is stored yet")).toBeVisible();
  await expect(page.getByText(`Valley Shield, ${name}`)).toHaveCount(0);
  await page.getByRole("button", { name: "Bring it in now" }).click();
  await expect(page.getByText(`Valley Shield, ${name}`)).toBeVisible();
});
