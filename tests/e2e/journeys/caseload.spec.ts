import { Api, enrolled, inHours } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

// The board is looked at with axe, twice: this takes long on a slow machine.
test.describe.configure({ timeout: 150_000 });

/** Who owns a case. */
const ownerOf = async (api: Api, caseId: string) => (await api.get(`/cases/${caseId}`)).owner.id as string;

test("a lead moves a part of a caseload, sees the effect before, and undoes it after", async ({ page }) => {
  const maria = await Api.signIn();
  const director = await Api.signIn(accountOf("director"));
  const samuel = (await Api.signIn(accountOf("senior_care_manager"))).me;
  const person = await enrolled(maria, "low");
  const task = await maria.post("/tasks", {
    case_id: person.caseId,
    title: "Bring the pill organizer",
    kind: "visit",
    priority: "routine",
    due_at: inHours(72),
  });
  await signIn(page, "/caseloads", accountOf("director"));
  await expect(page.getByRole("heading", { name: "Caseload", level: 1 })).toBeVisible();
  const row = page.getByRole("listitem", { name: maria.me.name, exact: true });
  await expect(async () => {
    await page.mouse.wheel(0, 500);
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass();
  await row.getByRole("button", { name: `Cases of ${maria.me.name}` }).click();
  const box = row.getByRole("checkbox", { name: `Select ${person.name}`, exact: true });
  const more = row.getByRole("button", { name: "Show more", exact: true });
  await expect(async () => {
    if (await more.isVisible()) await more.click({ timeout: 1000 });
    await expect(box).toBeVisible({ timeout: 1000 });
  }).toPass();
  await box.check();
  await page.getByRole("button", { name: "Move…", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Move cases" });
  await choose(dialog.getByRole("combobox", { name: "To" }), samuel.name);
  const effect = dialog.getByRole("table", { name: "What it does" });
  await expect(effect.getByRole("rowheader", { name: maria.me.name })).toBeVisible();
  await expect(effect.getByRole("rowheader", { name: samuel.name })).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why" }).fill(`Balance ${person.name}`);
  await expectNoAxeViolation(page, "[role=dialog]");
  await dialog.getByRole("button", { name: "Move 1 case", exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(await ownerOf(director, person.caseId)).toBe(samuel.id);
  expect((await director.get(`/tasks/${task.id}`)).owner.id).toBe(samuel.id);

  const recent = page.getByRole("list", { name: "Recent moves" }).getByRole("listitem");
  const own = recent.filter({ hasText: person.name });
  await own.getByRole("button", { name: /^Undo the move/ }).click();
  await expect(own).toContainText("Undone");
  expect(await ownerOf(director, person.caseId)).toBe(maria.me.id);
  expect((await director.get(`/tasks/${task.id}`)).owner.id).toBe(maria.me.id);
});

test("a care manager sees what their own caseload consists of", async ({ page }) => {
  await signIn(page, "/caseloads");
  await expect(page.getByRole("heading", { name: "My caseload", level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What it consists of" })).toBeVisible();
  await expect(page.getByRole("table").first()).toBeVisible();
  await expect(page.getByText("Only you see these figures.")).toBeVisible();
});
