import { Api, enrolled } from "../support/api.ts";
import { expect, signIn, test } from "../support/test.ts";

test("minutes of a contact become a code once the consent is known, and the page says what is missing to the next", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  // The working hours of a past day: the same day and month in every zone of the demo, whenever this runs.
  const day = new Date(Date.now() - 48 * 3_600_000).toISOString().slice(0, 10);
  await api.post(`/cases/${caseId}/contacts`, {
    mode: "phone",
    direction: "outbound",
    outcome: "reached",
    with: "person",
    minutes: 21,
    purpose: "coordination",
    occurred_at: `${day}T17:00:00Z`,
  });
  await signIn(page, `/people/${personId}?tab=contacts`);
  await page.getByRole("link", { name: "Time and billing", exact: true }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Time and billing" })).toBeVisible();
  await page.goto(`/cases/${caseId}/billing?month=${day.slice(0, 7)}`);
  const reasons = page.getByRole("region", { name: "Why the other codes fail" });
  await expect(reasons.getByText("There is no consent.").first()).toBeVisible();

  await page.getByRole("button", { name: "Change", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Consented on").fill(day);
  await dialog.getByLabel("Chronic conditions").fill("2");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await expect(dialog.getByLabel("Chronic conditions")).toHaveValue("2");
  await dialog.getByRole("checkbox", { name: "Care plan", exact: true }).check();
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toBeHidden();

  const billed = page.getByRole("region", { name: "What may be billed" });
  await expect(billed.getByText("99490", { exact: true })).toBeVisible();
  await expect(billed.getByText("19 min to 99439")).toBeVisible();
  const papers = page.getByRole("region", { name: "Documentation", exact: true });
  await expect(papers.getByText("Documentation is missing")).toBeVisible();
  await expect(papers.getByText("Signed notes about the time")).toBeVisible();
  await expect(papers.getByRole("link", { name: /^Contact on/ })).toBeVisible();
  await page.getByRole("link", { name: "To all months" }).click();
  await expect(page.getByRole("table")).toBeVisible();
});
