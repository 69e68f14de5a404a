import { Api } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

// A proposal is worked out, looked at with axe twice, and made: this takes long on a slow machine. One after the other: the same
// case may be proposed to both, and one of them locks it.
test.describe.configure({ mode: "serial", timeout: 150_000 });

test("a lead has moves proposed, drops most of them, keeps a case, makes one move and undoes it", async ({
  page,
}) => {
  const director = await Api.signIn(accountOf("director"));
  const maria = (await Api.signIn()).me.name;
  await signIn(page, "/caseloads", accountOf("director"));
  await page.getByRole("button", { name: "Propose moves…", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Who should own which case" })).toBeVisible();
  const proposed = page.getByRole("list", { name: /^\d+ moves?$/ });
  await expect(proposed).toBeVisible();
  await expect(page.getByText(/^Fullest colleague: /)).toBeVisible();
  const effect = page.getByRole("table", { name: "What it does" });
  await expect(effect.getByRole("row").nth(1)).toBeVisible();
  await expectNoAxeViolation(page, "main");

  await page.getByRole("button", { name: "Leave all out", exact: true }).click();
  await expect(page.getByRole("button", { name: "Move 0 cases…" })).toHaveAttribute("aria-disabled", "true");
  // Somebody whom no other journey is about: the cases of Maria belong to them.
  const row = proposed.getByRole("listitem").filter({ hasNotText: maria }).first();
  const person = (await row.getByRole("link").first().textContent()) ?? "";
  await expect(row).toContainText(/Evens the load|Relieves|Knows|Fits|Nearer|Speaks|Makes room|may not/);
  await row.getByRole("button", { name: `Take ${person} back in` }).click();
  await page.getByRole("button", { name: "Move 1 case…", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Move cases" });
  await expect(dialog.getByRole("table", { name: "What it does" })).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why" }).fill(`As proposed: ${person}`);
  await dialog.getByRole("button", { name: "Move 1 case", exact: true }).click();
  await expect(dialog).toBeHidden();
  const moves = await director.get("/caseload-moves?limit=10");
  const made = moves.items.find(({ reason }: { reason: string }) => reason === `As proposed: ${person}`);
  expect(made).toMatchObject({ cases: 1, status: "made" });
  await director.post(`/caseload-moves/${made.id}/undo`, {}, made.version);
});

test("a lead asks what if somebody is off, and is told that this can not be made", async ({ page }) => {
  const maria = (await Api.signIn()).me;
  await signIn(page, "/caseloads?proposal=true", accountOf("director"));
  await expect(page.getByText(/^Fullest colleague: /)).toBeVisible();
  await page.getByRole("button", { name: "What if", exact: true }).click();
  await choose(page.getByRole("combobox", { name: "Who is off" }), maria.name);
  await page.getByLabel("First day off").fill("2030-01-07");
  await page.getByLabel("Last day off").fill("2030-06-28");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(page.getByText("This answers what if. Clear the what-if to move cases.")).toBeVisible();
  const effect = page.getByRole("table", { name: "What it does" });
  const own = effect.getByRole("row").filter({ hasText: maria.name });
  await expect(own).toContainText("Off today");
  await expectNoAxeViolation(page, "main");
  await page.getByRole("button", { name: "Clear the what-if", exact: true }).click();
  await expect(page.getByText("This answers what if. Clear the what-if to move cases.")).toBeHidden();
});

test("a case that is kept with its owner stands on the board until the lock is lifted", async ({ page }) => {
  const director = await Api.signIn(accountOf("director"));
  await signIn(page, "/caseloads?proposal=true", accountOf("director"));
  const proposed = page.getByRole("list", { name: /^\d+ moves?$/ });
  const row = proposed.getByRole("listitem").first();
  const person = (await row.getByRole("link").first().textContent()) ?? "";
  await row.getByRole("button", { name: `Keep ${person} with` }).click();
  const dialog = page.getByRole("dialog", { name: `Keep ${person} with` });
  await dialog.getByRole("textbox", { name: "Why" }).fill("The same face until the surgery");
  await dialog.getByLabel("Until").fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
  await expectNoAxeViolation(page, "[role=dialog]");
  await dialog.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(dialog).toBeHidden();
  const kept = page.getByRole("list", { name: "Cases kept with their owner" });
  await expect(kept.getByText(person)).toBeVisible();
  await kept.getByRole("button", { name: `Lift the lock of ${person}` }).click();
  await expect(kept.getByText(person)).toBeHidden();
  expect(
    (await director.get("/case-locks")).items.map((lock: { person: { name: string } }) => lock.person.name),
  ).not.toContain(person);
});
