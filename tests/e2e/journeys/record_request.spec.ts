import { Api, enrolled } from "../support/api.ts";
import { part } from "../support/parts.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

test("a care manager writes down what a person asks of the record, and the privacy officer answers it from their desk", async ({
  page,
  browser,
}) => {
  const { personId, name } = await enrolled(await Api.signIn());
  await signIn(page, `/people/${personId}?tab=sharing`);
  await page.getByRole("button", { name: "Write down a request" }).click();
  const writing = page.getByRole("dialog");
  await choose(writing.getByRole("combobox", { name: "What do they ask?" }), "Amend the record");
  await writing.getByRole("textbox", { name: "What is asked for" }).fill("It says that I smoke.");
  await expectNoAxeViolation(page, "[role=dialog]");
  await writing.getByRole("button", { name: "Write down a request" }).click();
  await expect(writing).toBeHidden();
  const own = part(page, "Requests about records");
  await expect(own.getByText(/^Answer due/)).toBeVisible();
  await own.getByText(/rule T-21.amendment/).click();
  await expect(own.getByText(/^60 calendar days from then/)).toBeVisible();
  await expect(own.getByRole("button", { name: /^Deny/ })).toHaveCount(0);

  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const officer = await context.newPage();
  await signIn(officer, "/", accountOf("privacy_officer"));
  await expect(officer.getByRole("heading", { level: 1, name: "Requests about records" })).toBeVisible();
  await officer.getByRole("button", { name: `Deny: ${name}, Amend the record` }).click();
  const denying = officer.getByRole("dialog", { name: "Deny" });
  await choose(denying.getByRole("combobox", { name: "Ground" }), "It is accurate and complete");
  await denying.getByRole("textbox", { name: "What the person was told" }).fill("You told us so in March.");
  await expectNoAxeViolation(officer, "[role=dialog]");
  await denying.getByRole("button", { name: "Deny", exact: true }).click();
  await expect(denying).toBeHidden();
  await expect(own.getByText(/It is accurate and complete \(45 CFR 164\.526/)).toBeVisible();
  await context.close();
});
