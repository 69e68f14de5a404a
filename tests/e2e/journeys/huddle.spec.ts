import { Api, enrolled } from "../support/api.ts";
import { accountNamed, accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

// Several people, each looked at twice by axe.
test.describe.configure({ timeout: 180_000 });
test.use({ contextOptions: { reducedMotion: "reduce" } });

const OWNER = accountNamed("felix.oyelaran");

test("the team adds to the list of the day, and whoever leads deals with it", async ({ page, browser }) => {
  const owner = await Api.signIn(OWNER);
  const team = owner.me.teams[0] as { id: string; name: string };
  const { name } = await enrolled(owner);
  await signIn(page, "/team", OWNER);
  await expect(page.getByRole("tab", { name: "Huddle", selected: true })).toBeVisible();
  await page.getByRole("button", { name: "Add to the list" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill(name.split(" ")[1] ?? name);
  await page.getByRole("option", { name: new RegExp(name) }).click();
  await dialog
    .getByRole("textbox", { name: "What is to be talked about" })
    .fill("Who takes her to dialysis?");
  await expectNoAxeViolation(page);
  await dialog.getByRole("button", { name: "Add to the list" }).click();
  await expect(dialog).toBeHidden();
  const added = page.getByRole("list", { name: "Added by the team" }).getByRole("listitem");
  await expect(added.filter({ hasText: name })).toContainText("Who takes her to dialysis?");
  await expect(page.getByRole("button", { name: `Dealt with: ${name}` })).toHaveCount(0);

  const lead = await (await browser.newContext()).newPage();
  await signIn(lead, `/team?tab=huddle&team=${team.id}`, accountOf("director"));
  await lead.getByRole("button", { name: `Assign: ${name}` }).click();
  const task = lead.getByRole("dialog");
  await choose(task.getByRole("combobox", { name: "Who does it" }), new RegExp(owner.me.name));
  await task.getByRole("textbox", { name: "What is to be done" }).fill("Book the ride");
  await expectNoAxeViolation(lead);
  await task.getByRole("button", { name: "Assign" }).click();
  await expect(task).toBeHidden();
  const item = lead.getByRole("list", { name: "Added by the team" }).getByRole("listitem");
  await expect(item.filter({ hasText: name })).toContainText("Somebody has a task");
  await expectNoAxeViolation(lead);
  await lead.close();
  const found = await owner.post("/today/search", { text: name });
  expect(found.items.map(({ title }: { title: string }) => title)).toContain("Book the ride");
});
