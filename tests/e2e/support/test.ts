import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Locator, type Page } from "@playwright/test";
import { accountOf, type SignIn } from "./people.ts";

export { expect, type Page };

/** What a test may not do to the page without being noticed. */
function watch(page: Page, problems: string[]) {
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} from ${response.url()}`);
  });
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) problems.push(message.text());
  });
}

/** Playwright's test on the served address; an exception in the page, a 5xx or a refused resource fails it. */
export const test = base.extend<{ problems: string[] }>({
  baseURL: async ({}, use) => use(process.env.TEND_URL),
  problems: [
    async ({ context }, use) => {
      const problems: string[] = [];
      context.on("page", (page) => watch(page, problems));
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

/** Journeys share accounts: what one of them left half typed is not there for another one. */
const withoutDrafts = (page: Page) =>
  page.route("**/api/v1/drafts", (route) =>
    route.request().method() === "GET"
      ? route.fulfill({ json: { items: [], next: null } })
      : route.continue(),
  );

/** Nor is what one of them likes: it stands in this browser as if the server kept it. */
async function withoutPreferences(page: Page) {
  let content: string | null = null;
  await page.route("**/api/v1/preferences", (route) => {
    if (route.request().method() !== "GET") content = route.request().postDataJSON().content;
    return route.fulfill({ json: { content, saved_at: null, at: new Date().toISOString() } });
  });
}

/** Signs in on the screen and lands at `path`. */
export async function signIn(
  page: Page,
  path = "/today",
  account: SignIn = accountOf("care_manager"),
  { drafts = false, preferences = false } = {},
) {
  if (!drafts) await withoutDrafts(page);
  if (!preferences) await withoutPreferences(page);
  await page.goto(path);
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}

export const grid = (page: Page): Locator => page.getByRole("grid", { name: "What is due" });

/** The rows of Today that speak of something. */
export const rows = (page: Page, text?: string): Locator => {
  const all = grid(page).locator("[data-row]");
  return text ? all.filter({ hasText: text }) : all;
};

/** Narrows Today to somebody: a long list holds the rows that are in sight, and journeys that run meanwhile put theirs on top. */
export async function narrow(page: Page, name: string) {
  await page.getByPlaceholder("Search by name or words").fill(name);
  await expect(rows(page, name).first()).toBeVisible();
  await expect(rows(page).filter({ hasNotText: name })).toHaveCount(0);
}

/** Chooses in a field with a list. */
export async function choose(field: Locator, option: string | RegExp) {
  await field.click();
  await field.page().getByRole("option", { name: option }).first().click();
}

/** Chooses from a menu. */
export async function chooseFrom(menu: Locator, item: string) {
  await menu.click();
  await menu.page().getByRole("menuitem", { name: item }).click();
}

/** What is narrower than this many pixels is a phone. */
const PHONE = 600;

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function scan(axe: AxeBuilder): Promise<string[]> {
  // Without frames of other origins the legacy mode finds the same, and opens no page of its own for each result.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** The page in one colour scheme, when nothing on it moves any more. */
async function settled(page: Page, colorScheme: "light" | "dark") {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== "running"),
  );
}

/**
 * No violation of WCAG 2.2 AA that axe can see, in light and, where only colours differ, in dark (on a phone, which shows the same
 * colours, in a long run). `within` for a part of the page: what lies behind a dialog is measured as it happens to be scrolled.
 */
export async function expectNoAxeViolation(page: Page, within = "html") {
  const axe = () => new AxeBuilder({ page }).include(within);
  await settled(page, "light");
  expect(await scan(axe().withTags(standards))).toEqual([]);
  if ((page.viewportSize()?.width ?? 0) < PHONE && !process.env.TEND_LONG) return;
  await settled(page, "dark");
  expect(await scan(axe().withRules(["color-contrast"]))).toEqual([]);
}
