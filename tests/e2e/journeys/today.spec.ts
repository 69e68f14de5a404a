import { Api, enrolled, inHours } from "../support/api.ts";
import { accountNamed } from "../support/people.ts";
import { choose, chooseFrom, expect, grid, narrow, rows, signIn, test } from "../support/test.ts";

const number = (text: string) => Number(text.replace("\u2212", "-").replace("+", ""));

test("a care manager signs in and sees Today ranked, and every reason's points sum to the score", async ({
  page,
}) => {
  // Her list moves for this journey alone.
  const nora = accountNamed("nora.eriksen");
  const { api, caseId } = await enrolled(await Api.signIn(nora), "complex");
  for (const priority of ["routine", "urgent", "asap"]) {
    await api.post("/tasks", {
      case_id: caseId,
      title: `Ask about sleep (${priority})`,
      kind: "call",
      priority,
      due_at: inHours(40),
    });
  }
  await signIn(page, "/today", nora);
  await expect(page.getByRole("heading", { name: "Today", level: 1 })).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  const buttons = grid(page).locator("[data-why]");
  await expect(buttons.nth(3)).toBeVisible();
  for (let index = 0; index < 4; index += 1) {
    const why = buttons.nth(index);
    const score = Number(/(-?\d+) points/.exec((await why.getAttribute("aria-label")) ?? "")?.[1]);
    await why.click();
    const reasons = page.getByRole("dialog", { name: /^Why here/ });
    await expect(reasons.getByTestId("score-sum")).toBeVisible();
    const points = await reasons.locator("tbody tr td:last-child").allTextContents();
    expect(points.map(number).reduce((sum, one) => sum + one, 0)).toBe(score);
    await expect(reasons.getByTestId("score-sum")).toHaveText(new RegExp(`${Math.abs(score)}$`));
    await page.keyboard.press("Escape");
    await expect(reasons).toBeHidden();
  }
});

test("items stand in the order of their scores", async () => {
  const api = await Api.signIn();
  const { items } = await api.get("/today?limit=200");
  const scores = items.map(({ score }: { score: number }) => score);
  expect(scores).toEqual([...scores].sort((a: number, b: number) => b - a));
});

test("filters live in the URL, survive a reload and can be saved as a view", async ({ page }) => {
  await signIn(page);
  await choose(page.getByRole("combobox", { name: "Kind" }), "Tasks");
  await expect(page).toHaveURL(/kind=task/);
  await page.getByRole("button", { name: /^Next 7 days/ }).click();
  await expect(page).toHaveURL(/due=week/);
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Kind" })).toHaveValue("Tasks");
  await expect(page.getByRole("button", { name: /^Next 7 days/ })).toHaveAttribute("aria-pressed", "true");

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByLabel("Save these filters as").fill("Tasks of the week");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^All/ }).click();
  await choose(page.getByRole("combobox", { name: "Kind" }), "Every kind");
  await expect(page).not.toHaveURL(/kind=/);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Tasks of the week", exact: true }).click();
  await expect(page).toHaveURL(/kind=task/);
  await expect(page).toHaveURL(/due=week/);
});

test("a name that is searched for finds the person and never reaches the URL", async ({ page }) => {
  const { api, caseId, name } = await enrolled(await Api.signIn());
  await api.post("/tasks", {
    case_id: caseId,
    title: "Ask about the new inhaler",
    kind: "call",
    priority: "routine",
    due_at: inHours(30),
  });
  await signIn(page);
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(name.split(" ")[1] ?? name);
  await expect(rows(page, "Ask about the new inhaler")).toHaveCount(1);
  await expect(rows(page).filter({ hasNotText: name })).toHaveCount(0);
  expect(decodeURIComponent(page.url())).not.toContain(name.split(" ")[1]);
});

test("a task completed with the keyboard leaves at once and comes back with undo", async ({ page }) => {
  const { api, caseId, name } = await enrolled(await Api.signIn());
  const title = `Call ${name} about the refill`;
  const task = await api.post("/tasks", {
    case_id: caseId,
    title,
    kind: "call",
    priority: "urgent",
    due_at: inHours(2),
  });
  await signIn(page, "/today?kind=task");
  await narrow(page, name);
  await grid(page).focus();
  await page.keyboard.press("j");
  const marked = grid(page).locator("[data-row][data-active]");
  for (let step = 0; step < 60 && !(await marked.textContent())?.includes(title); step += 1)
    await page.keyboard.press("j");
  await expect(marked).toContainText(title);
  await page.keyboard.press("e");
  await expect(rows(page, title)).toHaveCount(0);
  await expect.poll(async () => (await api.get(`/tasks/${task.id}`)).status).toBe("completed");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows(page, title)).toHaveCount(1);
  expect((await api.get(`/tasks/${task.id}`)).status).toBe("open");
});

test("a colleague's change appears without a reload", async ({ page }) => {
  const { api, caseId, name } = await enrolled(await Api.signIn());
  const stream = page.waitForResponse(
    (response) => response.url().endsWith("/api/v1/events") && response.ok(),
  );
  await signIn(page);
  await narrow(page, name);
  await stream;
  await api.post("/tasks", {
    case_id: caseId,
    title: "Bring the walker",
    kind: "visit",
    priority: "asap",
    due_at: inHours(1),
  });
  await expect(rows(page, "Bring the walker")).toHaveCount(1);
});

test("a task is snoozed out of the list, and another one is given to a colleague", async ({ page }) => {
  const { api, caseId, name } = await enrolled(await Api.signIn());
  const one = await api.post("/tasks", {
    case_id: caseId,
    title: `Snooze for ${name}`,
    kind: "call",
    priority: "routine",
    due_at: inHours(3),
  });
  const two = await api.post("/tasks", {
    case_id: caseId,
    title: `Give away for ${name}`,
    kind: "call",
    priority: "routine",
    due_at: inHours(3),
  });
  await signIn(page, "/today?kind=task");
  await narrow(page, name);

  await chooseFrom(rows(page, one.title).getByRole("button", { name: /^More for/ }), "Snooze");
  const snooze = page.getByRole("dialog");
  await snooze.getByRole("button", { name: "In two days" }).click();
  await snooze.getByRole("button", { name: "Snooze" }).click();
  await expect(rows(page, one.title)).toHaveCount(0);
  const snoozed = await api.get(`/tasks/${one.id}`);
  expect(snoozed.due_at).toBe(one.due_at);
  expect(Date.parse(snoozed.snoozed_until)).toBeGreaterThan(Date.now());

  await chooseFrom(rows(page, two.title).getByRole("button", { name: /^More for/ }), "Assign");
  await choose(page.getByRole("combobox", { name: "To" }), /Diego Salcedo/);
  await page.getByRole("dialog").getByRole("button", { name: "Assign" }).click();
  await expect(page.getByText("Task given to Diego Salcedo")).toBeVisible();
  expect((await api.get(`/tasks/${two.id}`)).owner.name).toBe("Diego Salcedo");
});

test("an open menu stays when others put urgent work above its row", async ({ page }) => {
  const { api, caseId, name } = await enrolled(await Api.signIn());
  const task = (title: string, priority: string) =>
    api.post("/tasks", { case_id: caseId, title, kind: "call", priority, due_at: inHours(3) });
  const { title } = await task(`Call about ${name}`, "routine");
  await signIn(page, "/today?kind=task");
  await narrow(page, name);
  await rows(page, title)
    .getByRole("button", { name: /^More for/ })
    .click();
  for (const number of [1, 2, 3]) await task(`First ${number} for ${name}`, "asap");
  for (const number of [1, 2, 3]) await expect(rows(page, `First ${number} for ${name}`)).toHaveCount(1);
  await page.getByRole("menuitem", { name: "Snooze" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "In two days" })).toBeVisible();
});
