import { Api } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

const RULE = "Hand-off answered within 1 business day";

test("a director sees what a change of a rule would mean and makes it; a care manager sees the new version", async ({
  page,
  browser,
}) => {
  const api = await Api.signIn(accountOf("director"));
  const { items: programs } = await api.get("/programs");
  // No other journey works in this program, so that its rules are this one's alone.
  const program = programs.find(({ rulebook }: { rulebook: string }) => rulebook === "legal");
  await signIn(page, "/staff?tab=rules", accountOf("director"));
  await choose(page.getByRole("combobox", { name: "Program" }), program.name);
  await expect(page).toHaveURL(new RegExp(`program=${program.id}`));
  const rule = page.getByRole("list", { name: `Rules of ${program.name}` }).getByRole("listitem");
  await expect(rule.filter({ hasText: RULE })).toContainText("within 1 business day, in force since");
  await expectNoAxeViolation(page);

  await page.getByRole("button", { name: `Change: ${RULE}` }).click();
  const dialog = page.getByRole("dialog");
  const amount = dialog.getByLabel("Business days");
  await amount.fill("3");
  await expect(dialog.getByRole("status")).toContainText(/open deadlines? would move/);
  await expect(dialog.getByText("Looser than the present rule: say why")).toBeVisible();
  await expect(dialog.getByText("Looser than the published rule")).toBeVisible();
  await expectNoAxeViolation(page);
  await dialog.getByLabel("Reason").fill("Courts answer slowly in the holidays");
  await dialog.getByRole("button", { name: "Change" }).click();
  // The title names the amount of the version that it speaks of.
  const changed = "Hand-off answered within 3 business days: within 3 business days from";
  await expect(page.getByText(changed)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(rule.filter({ hasText: RULE })).toContainText(/From .+: within 3 business days/);

  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const colleague = await context.newPage();
  await signIn(colleague, `/staff?tab=rules&program=${program.id}`);
  const read = colleague.getByRole("listitem").filter({ hasText: RULE });
  await expect(read).toContainText(/From .+: within 3 business days/);
  await expect(colleague.getByRole("button", { name: /^Change: / })).toHaveCount(0);
  await read.getByRole("button", { name: /^Source of/ }).click();
  await expect(read).toContainText("Courts answer slowly in the holidays");
  await context.close();
});

test("anyone works out when something is due, step by step", async ({ page }) => {
  await signIn(page, "/staff?tab=rules");
  await page.getByRole("button", { name: "When is it due?" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("A clock of my own").click();
  await dialog.getByLabel("How many").fill("2");
  await choose(dialog.getByRole("combobox", { name: "Of what" }), "Business days");
  await dialog.getByLabel("Starts on").fill("2026-11-25");
  await dialog.getByRole("button", { name: "Work it out" }).click();
  // Thanksgiving and the weekend are no business days.
  await expect(dialog.getByText(/^Due Nov 30/)).toBeVisible();
  await expectNoAxeViolation(page);
  await dialog.getByText("A published rule").click();
  const rule = dialog.getByRole("combobox", { name: "Rule" });
  await rule.fill("hand_off");
  await choose(rule, /hand_off\.accepted/);
  await dialog.getByRole("button", { name: "Work it out" }).click();
  await expect(dialog.getByText(/^Due Nov 27/)).toBeVisible();
});

test("a director closes the court for a break, sees what that moves, and colleagues read it", async ({ page }) => {
  const api = await Api.signIn(accountOf("director"));
  const { items: programs } = await api.get("/programs");
  const program = programs.find(({ rulebook }: { rulebook: string }) => rulebook === "legal");
  await signIn(page, `/staff?tab=rules&program=${program.id}`, accountOf("director"));
  const days = page.getByRole("list", { name: "Days closed and school years" });
  await days.getByRole("button", { name: `Set days: ${program.name}` }).click();
  const dialog = page.getByRole("dialog");
  const save = dialog.getByRole("button", { name: "Set days" });
  await expect(save).toBeDisabled();
  const court = dialog.getByRole("group", { name: "Days the court is closed" });
  await court.getByLabel("Day", { exact: true }).fill("2039-04-01");
  await court.getByLabel("To (for a break)").fill("2039-04-04");
  await court.getByRole("button", { name: /^Add to/ }).click();
  await expect(court.getByRole("listitem").filter({ hasText: "2039" })).toHaveCount(2);
  await expect(dialog.getByRole("status")).toContainText("No open deadline would move");
  await expectNoAxeViolation(page);
  await save.click();
  await expect(page.getByText("Open deadlines follow within minutes.")).toBeVisible();
  const { items } = await api.get("/work-calendars");
  const own = items.find((one: { program: { id: string } | null }) => one.program?.id === program.id);
  expect(own.days.court_closures).toEqual(expect.arrayContaining(["2039-04-01", "2039-04-04"]));
});
