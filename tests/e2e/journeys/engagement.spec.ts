import { Api, enrolled, inHours } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

const call = (mode: string, outcome: string, hours: number) => ({
  mode,
  direction: "outbound",
  outcome,
  with: "person",
  minutes: 2,
  purpose: "outreach",
  occurred_at: inHours(-hours),
});

test("who is due is found, seen as hard to reach, and engaged again after a contact, and a colleague's call of the day is named", async ({
  page,
}) => {
  const { api, caseId, name } = await enrolled(await Api.signIn(), "complex", {}, 24 * 20);
  for (const [mode, hours] of [
    ["phone", 24 * 5],
    ["phone", 24 * 4],
    ["text", 24 * 3],
  ] as const) {
    await api.post(`/cases/${caseId}/contacts`, call(mode, "no_answer", hours));
  }

  await signIn(page, "/cases?view=reach&due=overdue&engagement=hard_to_reach");
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("Hard to reach");
  await expect(row).toContainText("3 attempts");
  await expectNoAxeViolation(page);
  await row.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.getByRole("button", { name: /^Next contact: was due/ }).click();
  const why = page.getByRole("dialog", { name: "Why then, and what was tried" });
  await expect(why.getByText(/to be reached every 7 days/)).toBeVisible();
  await expect(why.getByRole("listitem")).toHaveCount(3);
  await expectNoAxeViolation(page);
  await page.keyboard.press("Escape");
  await expect(why).toBeHidden();

  const lead = await Api.signIn(accountOf("lead"));
  await lead.post(`/cases/${caseId}/contacts`, call("phone", "left_message", 0.05));
  await page.getByRole("banner").getByRole("button", { name: "Log a contact" }).click();
  const dialog = page.getByRole("dialog", { name: `Contact about ${name}` });
  await expect(dialog.getByText(/phone at .*: left a message/i)).toBeVisible();
  await dialog.getByRole("button", { name: "Log the contact" }).click();
  await expect(dialog.getByText("Contact logged")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: /^Next contact: due/ })).toBeVisible();
  await expect(page.getByText(/^Same day as/).first()).toBeVisible();
  const after = await api.get(`/cases/${caseId}/engagement`);
  expect(after.engagement.state).toBe("engaged");
});

test("a director sets how often a program wants its people reached, and due days follow", async ({
  page,
}) => {
  const director = await Api.signIn(accountOf("director"));
  const { items } = await director.get("/contact-cadences");
  const own = items.at(-1);
  await signIn(page, "/staff?tab=caseload", accountOf("director"));
  const set = `Change how often people of ${own.program.name} are to be reached`;
  await page.getByRole("button", { name: set }).click();
  const dialog = page.getByRole("dialog", { name: set });
  await dialog.getByLabel("Low risk").fill("45");
  await dialog.getByLabel("Rising risk").fill("30");
  await dialog.getByLabel("High risk").fill("14");
  await dialog.getByLabel("Complex").fill("15");
  await dialog.getByLabel("Why").fill("Agreed with the team");
  await dialog.getByRole("button", { name: "Set it" }).click();
  await expect(dialog.getByText(/at higher risk is reached more rarely/).first()).toBeVisible();
  await dialog.getByLabel("Complex").fill("7");
  await expectNoAxeViolation(page);
  await dialog.getByRole("button", { name: "Set it" }).click();
  await expect(dialog).toBeHidden();
  const now = await director.get("/contact-cadences");
  expect(now.items.at(-1).in_force.low).toBe(45);
});
