import { Api, enrolled, inHours, newColleague } from "../support/api.ts";
import { accountNamed, accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

// Several people, each looked at twice by axe.
test.describe.configure({ timeout: 180_000 });
test.use({ contextOptions: { reducedMotion: "reduce" } });

const OWNER = accountNamed("karen.schultz");

/** The team of a colleague whom no other journey works with; whatever is planned for it is taken back. */
async function freeTeam(director: Api) {
  const owner = await Api.signIn(OWNER);
  const team = owner.me.teams[0] as { id: string; name: string };
  await cancelAll(director, team.id);
  return { owner, team };
}

async function cancelAll(director: Api, teamId: string) {
  const { items } = await director.get(`/on-call-shifts?team_id=${teamId}&days=400`);
  for (const { id, version, can } of items)
    if (can.includes("on_call_shift_cancel"))
      await director.post(`/on-call-shifts/${id}/cancel`, {}, version);
}

test("a night on call is planned, written down once, and read by the owner in the morning", async ({
  page,
  browser,
}) => {
  const director = await Api.signIn(accountOf("director"));
  const { owner, team } = await freeTeam(director);
  const { personId, caseId, name } = await enrolled(owner);
  const night = await newColleague();
  const { me } = await Api.signIn(night.account);

  await signIn(page, `/team?tab=on_call&team=${team.id}`, accountOf("director"));
  await expect(page.getByRole("heading", { name: "Team and on call", level: 1 })).toBeVisible();
  const shifts = page.getByRole("region", { name: `Shifts of ${team.name}` });
  const dialog = page.getByRole("dialog");
  await shifts.getByRole("button", { name: "Plan a rotation" }).first().click();
  await choose(dialog.getByRole("combobox", { name: "Who takes turns" }), new RegExp(me.name));
  await dialog.getByLabel("First handover").fill(inHours(24 * 20).slice(0, 10));
  await dialog.getByRole("textbox", { name: "Weeks" }).fill("2");
  await expectNoAxeViolation(page);
  await dialog.getByRole("button", { name: "Plan a rotation" }).click();
  await expect(dialog).toBeHidden();
  await expect(shifts.getByText(me.name)).toHaveCount(2);
  await expect(page.getByRole("region", { name: "Nobody is on call" })).toBeVisible();
  await expectNoAxeViolation(page);

  // Six days long and at every hour: whatever day it is, it runs, and the office has opened since it began.
  await director.post("/on-call-shifts", {
    team_id: team.id,
    staff_id: me.id,
    starts_at: inHours(-24 * 6),
    ends_at: inHours(6),
    hours: "around_the_clock",
  });
  await director.post("/on-call-shifts", {
    team_id: team.id,
    staff_id: me.id,
    starts_at: inHours(24 * 100),
    ends_at: inHours(24 * 101),
    hours: "after_hours",
  });
  await page.reload();
  await expect(shifts.getByText(me.name)).toHaveCount(3);
  await shifts.getByRole("button", { name: "Show later weeks" }).click();
  await expect(shifts.getByText(me.name)).toHaveCount(4);
  await shifts
    .getByRole("button", { name: /^Cancel the shift from/ })
    .last()
    .click();
  await dialog.getByRole("button", { name: "Cancel the shift" }).click();
  await expect(dialog).toBeHidden();
  await expect(shifts.getByText(me.name)).toHaveCount(3);
  await expect(
    page.getByRole("list", { name: "Who is on call" }).getByRole("listitem").filter({ hasText: me.name }),
  ).toContainText("On duty now");

  const other = await (await browser.newContext()).newPage();
  await signIn(other, "/today", night.account);
  await other.getByRole("link", { name: "Open the night log" }).click();
  await other.getByRole("button", { name: "Write down a call" }).click();
  const entry = other.getByRole("dialog");
  await entry.getByRole("combobox").fill(name.split(" ")[1] ?? name);
  await other.getByRole("option", { name: new RegExp(name) }).click();
  await entry.getByText("In the same night", { exact: true }).click();
  await entry.getByText("Settled", { exact: true }).click();
  const said = "Her walker broke; the neighbor lent one until the morning.";
  await entry.getByRole("textbox", { name: "What was said and done" }).fill(said);
  await entry.getByLabel("When").fill(inHours(-24 * 5).slice(0, 16));
  await expectNoAxeViolation(other);
  await entry.getByRole("button", { name: "Write down a call" }).click();
  await expect(entry).toBeHidden();
  await expect(other.getByRole("list", { name: "Night log" })).toContainText(said);
  await expectNoAxeViolation(other);
  await other.close();
  const contacts = await owner.get(`/cases/${caseId}/contacts`);
  expect(contacts.items.map(({ summary }: { summary: string }) => summary)).toEqual([said]);

  const morning = await (await browser.newContext()).newPage();
  await signIn(morning, `/people/${personId}`, OWNER);
  await expect(morning.getByRole("link", { name: `On call now: ${me.name}` })).toBeVisible();
  await morning.goto("/today");
  await morning.getByRole("link", { name: "Read it" }).click();
  const back = morning.getByRole("region", { name });
  await expect(back).toContainText(said);
  await expectNoAxeViolation(morning);
  await back.getByRole("button", { name: "I have read it" }).click();
  await expect(back).toContainText("Acknowledged");
  await morning.close();
  await cancelAll(director, team.id);
});
