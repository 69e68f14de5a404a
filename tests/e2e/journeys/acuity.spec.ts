import { Api, enrolled, inHours } from "../support/api.ts";
import { expect, signIn, test } from "../support/test.ts";

/** Completes an assessment with one answer to every question. */
async function answered(api: Api, caseId: string, code: string, value: number) {
  const { items } = await api.get(`/instruments/${code}`);
  const scored = items.filter(({ scored: counts }: { scored: boolean }) => counts);
  const answers = Object.fromEntries(scored.map(({ number }: { number: number }) => [number, value]));
  const made = await api.post(`/cases/${caseId}/assessments`, { instrument: code, mode: "phone", answers });
  await api.post(`/assessments/${made.id}/complete`, {}, made.version);
}

test("the tier opens what it is made of, and is overridden with a reason and adopted again", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn(), "high");
  for (const code of ["phq-9", "gad-7", "audit-c"]) await answered(api, caseId, code, 0);
  await answered(api, caseId, "katz", 1);
  await signIn(page, `/people/${personId}`);
  const badge = page.getByRole("button", { name: /Risk tier: High/ });
  await expect(badge).toContainText("provisional");
  await badge.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Ask first what decides most");
  await expect(dialog.getByTestId("acuity-sum")).toContainText("of 100");
  await expect(dialog.getByRole("table")).toContainText("Patient Health Questionnaire (PHQ-9)");

  await dialog.getByRole("tab", { name: "Decide" }).click();
  await dialog.locator("label", { hasText: /^Complex$/ }).click();
  await dialog.getByRole("button", { name: "Override" }).click();
  await expect(dialog.getByLabel("Why it differs")).toBeFocused();
  await dialog.getByLabel("Why it differs").fill("Her husband, who did everything, died last week.");
  await dialog.getByRole("button", { name: "Override" }).click();
  await expect(page.getByRole("button", { name: /Risk tier: Complex/ })).toBeVisible();
  await dialog.getByRole("tab", { name: "History" }).click();
  await expect(dialog).toContainText("Overridden: High risk to Complex");
  await expect(dialog).toContainText("Her husband, who did everything, died last week.");

  await dialog.getByRole("tab", { name: "Decide" }).click();
  await dialog.locator("label", { hasText: /^Low risk$/ }).click();
  await dialog.getByRole("button", { name: "Adopt" }).click();
  await dialog.getByRole("tab", { name: "History" }).click();
  await expect(dialog).toContainText("Adopted: Complex to Low risk");
  await dialog.getByRole("tab", { name: "How it is computed" }).click();
  await expect(dialog).toContainText("from 45 points");
});

test("the cases are filtered by how their tier stands to the model, and the URL keeps it", async ({
  page,
}) => {
  const { api, caseId, name } = await enrolled(await Api.signIn(), "high");
  for (const code of ["phq-9", "gad-7", "audit-c"]) await answered(api, caseId, code, 0);
  await answered(api, caseId, "katz", 1);
  const { version } = await api.get(`/cases/${caseId}`);
  const until = inHours(24 * 3).slice(0, 10);
  const override = { kind: "overridden", tier: "complex", reason: "Her husband died.", ends_on: until };
  await api.post(`/cases/${caseId}/tier`, override, version);
  await signIn(page, "/cases?standing=overridden");
  await expect(page.getByRole("radio", { name: "Overridden" })).toBeChecked();
  const row = page.getByRole("row", { name });
  await expect(row).toContainText("Set by a colleague until");
  await page.locator("label", { hasText: /^Differ$/ }).click();
  await expect(page).toHaveURL(/standing=differs/);
  await expect(row).toBeHidden();
  await page.locator("label", { hasText: /^All$/ }).click();
  await expect(page.getByRole("columnheader", { name: "Stage" })).toBeVisible();
});

test("LACE begins with what the record says, and says where each answer comes from", async ({ page }) => {
  const { api, personId } = await enrolled(await Api.signIn());
  const stay = { facility: "Harbor General", class: "inpatient" };
  await api.post(`/people/${personId}/stays`, {
    ...stay,
    admitted_at: inHours(-24 * 7),
    discharged_at: inHours(-24 * 2),
  });
  await signIn(page, `/people/${personId}`);
  await page.getByRole("button", { name: /Risk tier/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("tab", { name: "Readmission risk" }).click();
  const lace = dialog.getByRole("region", { name: "LACE index" });
  await expect(lace).toContainText("Stay at Harbor General");
  await lace.getByRole("button", { name: /Start with these answers/ }).click();
  await expect(page.getByRole("heading", { name: /LACE/, level: 1 })).toBeVisible();
  const first = page.locator('[data-question="1"]');
  await expect(first).toContainText("From the record: Stay at Harbor General");
  await first.getByRole("textbox").fill("6");
  await expect(first).not.toContainText("From the record");
});
