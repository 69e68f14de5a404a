import { resolve } from "node:path";
import { Api } from "../support/api.ts";
import { expect, rows, signIn, test, type Page } from "../support/test.ts";

const folder = resolve(import.meta.dirname, "../../../docs/screenshots");

async function shoot(page: Page, name: string) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
}

test("the five pictures of the README", async ({ page }) => {
  const api = await Api.signIn();
  const { items } = await api.get("/cases?limit=100");
  const overviews = await Promise.all(items.map((one: any) => api.get(`/people/${one.person.id}/overview`)));
  const single = overviews.filter(({ cases }) => cases.length === 1);
  const richest = (weight: (overview: any) => number) => single.toSorted((a, b) => weight(b) - weight(a))[0];

  await signIn(page);
  await expect(rows(page).first()).toBeVisible();
  await shoot(page, "today");

  const person = richest(
    ({ tasks, deadlines, contacts }) => tasks.length + deadlines.length + contacts.length / 10,
  );
  await open(page, `/people/${person.person.id}`, person.person.name);
  await shoot(page, "person");

  // A line needs several scores of one questionnaire; where there are as many, the higher last one tells more.
  const scored = richest(({ assessments }) => {
    const totals = assessments
      .filter(({ instrument, score }: any) => instrument === "phq-9" && score?.total != null)
      .map(({ score }: any) => score.total);
    return totals.length * 100 + (totals[0] ?? 0);
  });
  await open(page, `/people/${scored.person.id}?tab=assessments`, scored.person.name);
  await expect(page.locator(".recharts-surface").first()).toBeVisible();
  await page.getByRole("heading", { name: "How the score moves" }).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 500);
  await page.waitForTimeout(800);
  await shoot(page, "assessment");

  const planned = richest(({ care_plans }) =>
    care_plans[0]?.approved_at ? care_plans[0].content.goals.length : 0,
  );
  await open(page, `/care-plans/${planned.care_plans[0].id}`, /^Care plan/);
  await shoot(page, "plan");

  await open(page, "/measures", "Measures");
  await expect(page.getByRole("article").first()).toBeVisible();
  await shoot(page, "measures");
});

/** Goes to an address as a link of the app does, so that the session stays. */
async function open(page: Page, path: string, heading: string | RegExp) {
  await page.evaluate((to) => {
    history.pushState({}, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
}
