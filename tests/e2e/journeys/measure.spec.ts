import { accountOf } from "../support/people.ts";
import { day } from "../support/plan.ts";
import { expect, signIn, test } from "../support/test.ts";

test("a measure shows its people, each with the proof of their place", async ({ page }) => {
  // A period that is over: what other journeys sign today moves none of its numbers.
  await signIn(page, `/measures?from=${day(-100)}&to=${day(-10)}`, accountOf("director"));
  const card = page
    .getByRole("article")
    .filter({ has: page.getByRole("heading", { name: "Notes signed on time", exact: true }) });
  const [, met, all] = /([\d,]+) of ([\d,]+)/.exec((await card.textContent()) ?? "") ?? [];
  expect(Number(all?.replace(",", ""))).toBeGreaterThan(0);
  await card.getByRole("link", { name: /Show me the people/ }).click();
  await expect(page.getByRole("heading", { name: "Notes signed on time", level: 1 })).toBeVisible();
  await expect(page.getByText(`${met} of ${all}`, { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Contacts whose note was signed by its author in time.")).toBeVisible();
  await page.getByRole("radiogroup", { name: "Place" }).getByText("Met", { exact: true }).click();
  await expect(page).toHaveURL(/place=numerator/);
  const people = page.getByRole("table").filter({ has: page.getByRole("columnheader", { name: "Proof" }) });
  const first = people.getByRole("row").nth(1);
  await expect(first).toContainText("Met in time.");
  await first.getByRole("link").click();
  await expect(page).toHaveURL(/\/people\//);
});

test("looking back to a time before anything was recorded shows nobody", async ({ page }) => {
  await signIn(page, "/measures/note-48h", accountOf("director"));
  await expect(page.getByRole("heading", { name: "Notes signed on time", level: 1 })).toBeVisible();
  await page.getByLabel("As recorded on").fill("2001-01-01");
  await expect(page).toHaveURL(/knownAt=2001-01-01/);
  await expect(page.getByText("You are looking back.", { exact: false })).toBeVisible();
  await expect(page.getByText("Nobody with these filters")).toBeVisible();
  await page.getByRole("button", { name: "Back to today" }).click();
  await expect(page.getByText("Nobody with these filters")).toHaveCount(0);
});
