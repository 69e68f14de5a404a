import { Api } from "../support/api.ts";
import { accountOf, newName } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

test("a lead sees a number with its target and course, sets a target, and the list is as long as the number", async ({
  page,
}) => {
  // The program in which no other journey works, so that its numbers stand still meanwhile.
  const api = await Api.signIn(accountOf("lead"));
  const { items: boards } = await api.get("/measure-boards");
  const { programs } = boards.find(({ code }: { code: string }) => code === "managed_care");
  const { items: teams } = await api.get("/teams");
  const maria = (await Api.signIn()).me.teams[0].id;
  const busy = teams.find(({ id }: { id: string }) => id === maria).program.id;
  const quiet = programs.find(({ id }: { id: string }) => id !== busy);
  await signIn(page, `/boards?board=managed_care&program=${quiet.id}`, accountOf("lead"));
  const tile = page.getByRole("article", { name: "Notes signed on time", exact: true });
  await expect(tile.getByRole("img", { name: "Notes signed on time, month by month" })).toBeVisible();
  const [, met, all] = /([\d.]+) of (\d+)/.exec((await tile.textContent()) ?? "") ?? [];
  expect(Number(all)).toBeGreaterThan(0);

  await page
    .getByRole("radiogroup", { name: "Show the course as" })
    .getByText("Tables", { exact: true })
    .click();
  const twin = tile.getByRole("table", { name: "Notes signed on time, month by month" });
  await expect(twin.getByRole("row").nth(1)).toContainText("%");

  await tile.getByRole("button", { name: /^Set target ?: Notes signed on time$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("To reach").fill("83");
  await dialog.getByLabel("Why this value").fill("Agreed with the team.");
  await dialog.getByRole("button", { name: "Set target", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(tile).toContainText("the target of 83%");
  await expect(tile).toContainText("answers for the target");

  await tile.getByRole("link", { name: /Show me the people/ }).click();
  await expect(page.getByRole("heading", { name: "Notes signed on time", level: 1 })).toBeVisible();
  await expect(page.getByText(`${met} of ${all}`)).toBeVisible();
  const filters = new URL(page.url()).searchParams;
  const query = new URLSearchParams({ place: "numerator", limit: "200" });
  for (const [ours, theirs] of [
    ["scope", "scope"],
    ["program", "program_id"],
    ["from", "from"],
    ["to", "to"],
  ] as const) {
    const value = filters.get(ours);
    if (value) query.set(theirs, value);
  }
  const { items } = await api.get(`/measures/note-48h/members?${query.toString()}`);
  expect(items).toHaveLength(Number(met));
});

test("a report is kept under a name and opens what it showed", async ({ page }) => {
  const from = new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10);
  await signIn(page, `/boards?board=cross_setting&from=${from}`, accountOf("director"));
  await expect(page.getByRole("article").first()).toBeVisible();
  const { family_name: name } = newName();
  await page.getByRole("button", { name: "Saved reports" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByRole("link", { name, exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.goto("/population");
  await page.getByRole("button", { name: "Saved reports" }).click();
  await dialog.getByRole("link", { name, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/boards\\?.*from=${from}`));
  await expect(dialog).toBeHidden();
  // The address changes before the screen does: what is opened on the one that leaves goes with it.
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.getByRole("button", { name: "Saved reports" }).click();
  await dialog.getByRole("button", { name: new RegExp(`^Remove ?: ${name}$`) }).click();
  await expect(dialog.getByRole("link", { name, exact: true })).toHaveCount(0);
});

test("the numbers of a report come as a digest that is new until it is read, and stop", async ({ page }) => {
  // What is asked for twice is refused: days of its own make it another report.
  const days = 30 + Math.floor(Math.random() * 600);
  const from = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  await signIn(page, `/boards?board=cross_setting&from=${from}`, accountOf("director"));
  const { family_name: name } = newName();
  await page.getByRole("button", { name: "Saved reports" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What it is called").fill(name);
  await dialog.getByRole("button", { name: "Send me these numbers" }).click();
  const digest = page.getByRole("region", { name: new RegExp(`^${name},`) });
  await expect(async () => {
    await page.goto("/digests");
    await expect(digest).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(digest.getByRole("row").nth(1)).toBeVisible();
  await digest.getByRole("button", { name: "Mark as read" }).click();
  await expect(digest.getByRole("button", { name: "Mark as read" })).toHaveCount(0);
  const stop = page.getByRole("button", { name: new RegExp(`^Stop ?: ${name}$`) });
  await stop.click();
  await expect(stop).toHaveCount(0);
});

test("people at high risk whom nobody reached are as many as the number says, and lead to their record", async ({
  page,
}) => {
  const api = await Api.signIn();
  const { items: teams } = await api.get("/teams");
  const team = teams.find(({ id }: { id: string }) => id === api.me.teams[0].id);
  const names = newName();
  const person = await api.post("/people", {
    ...names,
    birth_date: "1951-03-04",
    sex: "male",
    language: "en",
  });
  await api.post("/cases", {
    person_id: person.id,
    program_id: team.program.id,
    team_id: team.id,
    tier: "high",
    enrolled_at: new Date(Date.now() - 45 * 86_400_000).toISOString(),
  });
  await signIn(page, "/population");
  const list = page.getByRole("table", { name: "People at high risk who were not reached" });
  const link = list.getByRole("link", { name: `${names.given_name} ${names.family_name}`, exact: true });
  await expect(link).toBeVisible();
  const section = page.getByRole("region", { name: /not reached for more than 30 days/ });
  // Another journey may reach somebody meanwhile; number and list follow each other.
  await expect(async () => {
    const [, number] =
      /(\d+) of \d+ (?:people|person) at high/.exec((await section.textContent()) ?? "") ?? [];
    expect(await list.getByRole("row").count()).toBe(Number(number) + 1);
  }).toPass();
  await link.click();
  await expect(page).toHaveURL(new RegExp(`/people/${person.id}`));
});
