import { bundleOf } from "../support/bundle.ts";
import { accountOf, newName } from "../support/people.ts";
import { choose, expect, signIn, test } from "../support/test.ts";

test("a FHIR bundle is tried, then imported; the imported person is found, opened and enrolled", async ({
  page,
}) => {
  const { given_name, family_name } = newName();
  const name = `${given_name} ${family_name}`;
  await signIn(page, "/import", accountOf("director"));
  await page.locator("input[type=file]").setInputFiles({
    name: "bundle.json",
    mimeType: "application/fhir+json",
    buffer: Buffer.from(bundleOf(given_name, family_name)),
  });
  await page.getByRole("button", { name: "Try it" }).click();

  const tried = page.getByRole("region", { name: "Report of the try" });
  await expect(tried.getByRole("row", { name: /^Patient/ })).toHaveText(/Patient\s*1\s*1\s*0\s*0\s*0/);
  await expect(tried.getByRole("row", { name: /^Immunization/ })).toHaveText(
    /Immunization\s*1\s*0\s*0\s*1\s*0/,
  );
  await expect(tried.getByRole("heading", { name: "1 problem" })).toBeVisible();
  await expect(tried.getByRole("listitem")).toContainText("must be a number");
  await expect(tried.getByRole("listitem")).toContainText("valueQuantity.value");

  await tried.getByRole("button", { name: "Import it now" }).click();
  const report = page.getByRole("region", { name: "Report", exact: true });
  await expect(report.getByRole("row", { name: /^Encounter/ })).toHaveText(/Encounter\s*1\s*1\s*0\s*0\s*0/);
  await report.getByRole("link", { name: "Find the people and enrol them" }).click();

  await page.getByRole("main").getByRole("searchbox").fill(family_name);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Heart failure")).toBeVisible();
  await page.getByRole("button", { name: "Enrol in a program" }).click();
  const dialog = page.getByRole("dialog");
  // The first of the programs is behavioral health, whose cases need a clinician or a supervisor on record.
  await choose(dialog.getByRole("combobox", { name: "Program" }), "Complex Care Management");
  await dialog.getByRole("button", { name: "Enrol" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/Vivian Castellano is in charge/)).toBeVisible();
  await expect(page.getByText(/Reached within 7 days of discharge/).first()).toBeVisible();
});
