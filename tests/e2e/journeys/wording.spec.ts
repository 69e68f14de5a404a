import { Api, enrolled } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

const TITLE = "Zarit Burden Interview, 12 items";
const items = (word: string, count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      String(index + 1),
      {
        text: `${word} ${index + 1}?`,
        options: Object.fromEntries([0, 1, 2, 3, 4].map((value) => [String(value), `${word} ${value}`])),
      },
    ]),
  );
const fileOf = (texts: object) => ({
  name: "wording.json",
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify({ texts })),
});

/** Takes back what a test left in use. */
async function takeBack() {
  const admin = await Api.signIn(accountOf("organization_admin"));
  const { items: wordings } = await admin.get("/instrument-wordings");
  for (const one of wordings) {
    if (one.instrument !== "zbi-12" || one.standing !== "in_use") continue;
    await admin.post(`/instrument-wordings/${one.id}/withdraw`, { reason: "The test ended" }, one.version);
  }
}

test("an administrator adds the wording of a questionnaire, a colleague asks with it, and it is taken back", async ({
  page,
  browser,
}) => {
  await takeBack();
  await signIn(page, "/staff?tab=instruments", accountOf("organization_admin"));
  await page.getByRole("button", { name: `Add wording: ${TITLE}` }).click();
  const dialog = page.getByRole("dialog", { name: `Add wording: ${TITLE}` });
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Empty form: English" }).click();
  expect((await download).suggestedFilename()).toBe("zbi-12-1-en.json");

  const chooser = dialog.locator('input[type="file"]');
  await chooser.setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from("no") });
  await expect(dialog.getByText("This file holds no wording.")).toBeVisible();
  await chooser.setInputFiles(fileOf({ es: { items: items("Palabra", 11) } }));
  await expect(dialog.getByRole("alert")).toContainText("Spanish, question 12: Item 12 of 12 has no text.");
  await expectNoAxeViolation(page);
  await chooser.setInputFiles(
    fileOf({ en: { items: items("Word", 12) }, es: { items: items("Palabra", 12) } }),
  );
  await expect(dialog.getByText("The text fits: 12 questions")).toBeVisible();
  await expect(dialog.getByRole("group", { name: "How it will look" })).toContainText("Word 12?");
  await dialog.getByLabel("Who gave the license").fill("The owners");
  await dialog.getByLabel("Where the license is").fill("Contract 12");
  await dialog.getByLabel("Last day of the license").fill("2999-12-31");
  await expect(dialog.getByRole("button", { name: "Take into use" })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: "I confirm that the license covers this use" }).check();
  await expectNoAxeViolation(page);
  try {
    await dialog.getByRole("button", { name: "Take into use" }).click();
    await expect(dialog).toHaveCount(0);
    const row = page.getByRole("listitem").filter({ hasText: TITLE });
    await expect(row).toContainText("In use");
    await expect(row).toContainText("License of The owners (Contract 12)");

    const { personId } = await enrolled(await Api.signIn());
    const context = await browser.newContext({ baseURL: process.env.TEND_URL });
    const colleague = await context.newPage();
    await signIn(colleague, "/today");
    await colleague.evaluate(
      (to) => window.history.pushState({}, "", to),
      `/people/${personId}?tab=assessments`,
    );
    await colleague.getByRole("button", { name: "Start an assessment" }).first().click();
    await colleague.getByLabel("Find an instrument").fill("zarit 12");
    await expect(colleague.getByRole("radio", { name: /12 items/ })).toBeChecked();
    await colleague.keyboard.press("Enter");
    await expect(colleague.getByText("Word 1?")).toBeVisible();
    await colleague.getByRole("radiogroup", { name: "Questions in" }).getByText("Spanish").click();
    await expect(colleague.getByText("Palabra 1?")).toBeVisible();
    await expectNoAxeViolation(colleague);

    await row.getByRole("button", { name: /^Take back/ }).click();
    await page.getByRole("dialog").getByLabel("Why is it taken back?").fill("The contract ended.");
    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await expect(row).toContainText("Taken back");
    await colleague.reload();
    await expect(colleague.getByText("Question 1 on your copy")).toBeVisible();
    await expect(colleague.getByText("4 points").first()).toBeVisible();
    await context.close();
  } finally {
    await takeBack();
  }
});

test("of an instrument with several versions another one is asked with a reason, and totals of different versions are never compared", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const answers = { 1: 120, 2: 0, 3: 138, 4: 0, 5: 0, 6: 1, 7: 1 };
  const made = async (version: string) => {
    const body = {
      instrument: "hospital",
      version,
      version_reason: "The hospital counts by it",
      mode: "phone",
      answers,
    };
    const begun = await api.post(`/cases/${caseId}/assessments`, body);
    return api.post(`/assessments/${begun.id}/complete`, {}, begun.version);
  };
  await made("2016");
  await signIn(page, `/people/${personId}?tab=assessments`);
  await page.getByRole("button", { name: "Start an assessment" }).first().click();
  await page.getByLabel("Find an instrument").fill("hospital score");
  const versions = page.getByRole("radiogroup", { name: "Version" });
  await expect(versions.getByRole("radio", { name: "2016 (your organization uses this one)" })).toBeChecked();
  await expect(versions).toContainText("1 to 5 give 2");
  await versions.getByRole("radio", { name: "2013" }).check();
  await expectNoAxeViolation(page);
  const start = page.getByRole("button", { name: "Start", exact: true });
  await expect(start).toBeDisabled();
  await page.getByLabel("Why another version").fill("The hospital counts by it");
  await start.click();
  await expect(page.getByRole("heading", { name: "HOSPITAL score", level: 1 })).toBeVisible();
  const [begun] = (await api.get(`/people/${personId}/assessments`)).items;
  expect(begun.instrument_version).toBe("2013");
  await expect(page.getByText(/another than the organization uses: The hospital counts by it/)).toBeVisible();

  const { id } = await made("2013");
  await page.goto(`/assessments/${id}`);
  const score = page.getByRole("complementary", { name: "Score" });
  await expect(score).toContainText(
    "was made with version 2016. Totals of different versions are not compared.",
  );
  await expect(score).toContainText("This is the first one with a total in this version.");
  await page.goto(`/people/${personId}?tab=assessments&instrument=hospital`);
  await expect(page.getByText("the line shows one version, the table shows all")).toBeVisible();
});

test("a director sets the version of a questionnaire that everybody is asked in", async ({ page }) => {
  await signIn(page, "/staff?tab=instruments", accountOf("director"));
  const row = page.getByRole("listitem").filter({ hasText: "Charlson comorbidity index" });
  const used = (await row.innerText()).includes("Version quan-2011") ? "quan-2011" : "1987";
  const other = used === "1987" ? "quan-2011" : "1987";
  await row.getByRole("button", { name: /^Choose version/ }).click();
  const dialog = page.getByRole("dialog");
  const save = dialog.getByRole("button", { name: "Use this version" });
  await expect(save).toBeDisabled();
  await dialog.getByRole("radio", { name: other, exact: true }).check();
  await expectNoAxeViolation(page);
  await save.click();
  await expect(row).toContainText(`Version ${other}:`);
  await expect(row).toContainText("Set by");
});
