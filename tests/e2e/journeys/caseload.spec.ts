import { Api, enrolled, inHours } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, rows, signIn, test } from "../support/test.ts";

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

test("two high-acuity issues at once lead Today, and each says why it stands there", async ({ page }) => {
  const api = await Api.signIn();
  const people = [await enrolled(api, "complex"), await enrolled(api, "high")];
  for (const { caseId } of people) {
    const due = {
      case_id: caseId,
      title: "Ask about sleep",
      kind: "call",
      priority: "routine",
      due_at: inHours(90),
    };
    await api.post("/tasks", due);
    const begun = await api.post(`/cases/${caseId}/assessments`, {
      instrument: "phq-9",
      mode: "phone",
      answers: { "9": 2 },
    });
    await api.post(`/assessments/${begun.id}/complete`, {}, begun.version);
  }
  const ids = people.map(({ personId }) => personId);
  const { items } = await api.get("/today?limit=200");
  const own = items.filter((item: { person: { id: string } }) => ids.includes(item.person.id));
  const alerts = own.filter(({ kind }: { kind: string }) => kind === "alert");
  expect(alerts.map((item: { person: { id: string } }) => item.person.id)).toEqual(ids);
  const first = own.findIndex(({ kind }: { kind: string }) => kind !== "alert");
  expect(first).toBe(alerts.length);

  const name = people[0]?.name ?? "";
  await signIn(page);
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(name.split(" ")[1] ?? name);
  await expect(rows(page).filter({ hasNotText: name })).toHaveCount(0);
  await rows(page, name).first().locator("[data-why]").click();
  const reasons = page.getByRole("dialog", { name: /^Why here/ });
  await expect(reasons.getByTestId("score-sum")).toBeVisible();
  await expect(reasons.locator("tbody tr")).not.toHaveCount(0);
});

test("a care manager shows how soon their own initial assessments and notes are done", async ({ page }) => {
  await signIn(page, "/measures?scope=mine");
  await expect(page.getByRole("combobox", { name: "Whose work" })).toHaveValue("My cases");
  await expect(page.getByRole("heading", { name: "Initial assessment on time" })).toBeVisible();
  const notes = page.getByRole("article", { name: "Notes signed on time" });
  await expect(notes).toContainText(/[1-9]\d* of \d+/);
  await notes.getByRole("link", { name: /Show me the people/ }).click();
  await expect(page).toHaveURL(/scope=mine/);
  await expect(page.getByRole("table").getByRole("row").nth(1)).toBeVisible();
});
