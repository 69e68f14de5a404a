import { accountOf } from "../support/people.ts";
import { day } from "../support/plan.ts";
import { expect, signIn, test } from "../support/test.ts";

test("a measure shows its people, each with the proof of their place", async ({ page }) => {
  // A period that is over: what other journeys sign today moves none of its numbers.
  await signIn(page, `/measures?from=${day(-100)}&to=${day(-10)}`, accountOf("director"));
  const card = page
    .getByRole("main")
    .locator("article, section, div")
    .filter({ has: page.getByRole("heading", { name: "Notes signed on time" }) })
    .last();
  const [, met, all] = /(\d+) of (\d+)/.exec((await card.textContent()) ?? "") ?? [];
  expect(Number(all)).toBeGreaterThan(0);
  await card.getByRole("link", { name: /Show me the people/ }).click();
  await expect(page.getByRole("heading", { name: "Notes signed on time", level: 1 })).toBeVisible();
  await expect(page.getByText(`${met} of ${all}`)).toBeVisible();
  await page.getByRole("radiogroup", { name: "Place" }).getByText("Met", { exact: true }).click();
  await expect(page).toHaveURL(/place=numerator/);
  const first = page.getByRole("table").getByRole("row").nth(1);
  await expect(first).toContainText("Met");
  await expect(first.getByRole("listitem").first()).toBeVisible();
  await first.getByRole("link").click();
  await expect(page).toHaveURL(/\/people\//);
});
