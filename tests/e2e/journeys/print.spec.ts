import { Api, enrolled } from "../support/api.ts";
import { crisisContent } from "../support/crisis.ts";
import { expect, signIn, test, type Page } from "../support/test.ts";

/** The sheet on the screen as the browser writes it to a file. */
async function pdfOf(page: Page): Promise<string> {
  const file = await page.pdf({ tagged: true, outline: true, format: "Letter" });
  return file.toString("latin1");
}

test("a crisis plan prints as a tagged document in the language of the sheet, in large type and without the frame", async ({
  page,
}) => {
  const { api, personId, name } = await enrolled(await Api.signIn());
  const plan = await api.post(`/people/${personId}/crisis-plans`, { content: crisisContent });
  await api.post(`/crisis-plans/${plan.id}/approve`, {}, plan.version);
  await signIn(page, `/crisis-plans/${plan.id}`);
  await page.getByRole("link", { name: "Print" }).click();
  const sheet = page.getByRole("article");
  await expect(sheet.getByRole("heading", { name: "My crisis plan", level: 1 })).toBeVisible();
  await expect(page.getByText(/^Grade \d+, target 6$/)).toBeVisible();

  await page.getByText("Español", { exact: true }).click();
  await expect(sheet.getByRole("heading", { name: "Mi plan de crisis", level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  const points = await sheet.evaluate((element) => parseFloat(getComputedStyle(element).fontSize) * 0.75);
  expect(points).toBeGreaterThanOrEqual(18);
  await expect(sheet.getByRole("contentinfo").or(sheet.locator("footer"))).toContainText(
    name.split(" ")[1] ?? name,
  );

  const spanish = await pdfOf(page);
  expect(spanish).toContain("/MarkInfo");
  expect(spanish).toContain("/StructTreeRoot");
  expect(spanish).toContain("/Outlines");
  expect(spanish).toMatch(/\/Lang \(es/);

  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByText("Español", { exact: true })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByText("English", { exact: true }).click();
  await expect(sheet.getByRole("heading", { name: "My crisis plan", level: 1 })).toBeVisible();
  expect(await pdfOf(page)).toMatch(/\/Lang \(en/);
});

test("the person's copy of a care plan has their own words and no scores, and says which lines are not Spanish; the clinician's has everything", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const need = await api.post(`/people/${personId}/needs`, { kind: "clinical", title: "Blood pressure" });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const goal = {
    id: crypto.randomUUID(),
    need_id: need.id,
    text: "Participate independently in cardiovascular rehabilitation",
    measure: "attendance",
    unit: "sessions",
    direction: "increase",
    baseline: 0,
    target: 12,
    start_on: day(0),
    due_on: day(60),
    status: "active",
    own_words: "I want to dance again",
    scale: {
      weight: 1,
      much_less: "No session",
      less: "Six sessions",
      expected: "Twelve sessions",
      more: "Fifteen sessions",
      much_more: "Twenty sessions",
    },
  };
  const step = {
    id: crypto.randomUUID(),
    goal_id: goal.id,
    text: "Walk together",
    frequency: "weekly",
    due_on: day(7),
    status: "active",
  };
  const wish = {
    id: crypto.randomUUID(),
    kind: "advance_care",
    text: "No breathing machine",
    constraint: "The paper is with her daughter",
  };
  const content = {
    goals: [goal],
    interventions: [step],
    barriers: [],
    preferences: [wish],
    review_on: day(90),
  };
  const plan = await api.post(`/cases/${caseId}/care-plans`, { kind: "comprehensive", content });
  await signIn(page, `/care-plans/${plan.id}`);
  await page.getByRole("button", { name: "Plain words for the person" }).last().click();
  await page.getByLabel("Plain words, Spanish").fill("Caminar juntos");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Plan approved")).toBeVisible();
  await page.getByRole("link", { name: "Print" }).click();
  const sheet = page.getByRole("article");
  await expect(sheet.getByRole("heading", { name: "What I want" })).toBeVisible();
  await expect(sheet).toContainText("Every week.");
  await expect(sheet).not.toContainText("attendance");
  for (const said of [
    goal.own_words,
    wish.text,
    "If I can't speak for myself",
    "When we talk about this plan",
  ]) {
    await expect(sheet).toContainText(said);
  }
  await expect(page.getByRole("alert").filter({ hasText: "Participate independently" })).toBeVisible();
  await page.getByText("Español", { exact: true }).click();
  await expect(sheet.getByRole("heading", { name: "Lo que quiero" })).toBeVisible();
  await expect(sheet).toContainText("Caminar juntos");
  await expect(sheet.locator("[lang=en]")).toHaveText([goal.text]);
  await expect(page.getByText("1 line is not in Spanish yet")).toBeVisible();
  await page.getByText("English", { exact: true }).click();
  await expect(sheet.getByRole("heading", { name: "What I want" })).toBeVisible();

  await page.getByRole("radio", { name: "For the person" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(sheet).toContainText("attendance");
  await expect(page.getByRole("radio", { name: "For the clinician" })).toBeFocused();
  await expect(sheet).toContainText(/Revision 1, approved by/);
  for (const said of [
    wish.text,
    wish.constraint,
    goal.own_words,
    goal.scale.much_more,
    "Advance care wish",
  ]) {
    await expect(sheet).toContainText(said);
  }
  await expect(sheet).toContainText("Review of the plan on");
  await page.getByText("Español", { exact: true }).click();
  await expect(sheet).toContainText("Voluntad anticipada");
  await expect(sheet).toContainText("Activa");
  await expect(sheet).not.toContainText("active");
  const { items } = await api.get(`/people/${personId}/access-log`);
  expect(items.map(({ operation }: { operation: string }) => operation)).toContain("care_plan_print");
});
