import { Api, enrolled } from "../support/api.ts";
import { choose, expect, expectNoAxeViolation, signIn, test, type Page } from "../support/test.ts";

/** Finds an instrument by what it is for and starts it. */
async function start(page: Page, personId: string, search: string, title: RegExp) {
  await signIn(page, `/people/${personId}?tab=assessments`);
  await page.getByRole("button", { name: "Start an assessment" }).first().click();
  await page.getByLabel("Find an instrument").fill(search);
  await expect(page.getByRole("radio", { name: title })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  return page.getByRole("complementary", { name: "Score" });
}

const press = async (page: Page, keys: string) => {
  for (const key of keys.split(" ")) await page.keyboard.press(key);
};

test("a C-SSRS skips what is not asked, drops its answers, and a high risk opens an alert", async ({
  page,
}) => {
  const { api, personId } = await enrolled(await Api.signIn());
  const score = await start(page, personId, "risk suicide", /C-SSRS/);
  await expect(page.getByText("Questions 3–5 are not asked")).toBeVisible();
  await press(page, "1 Enter 1 Enter 1 Enter 1");
  await expect(score).toContainText("At once: High risk of suicide");
  await expect(score).toContainText("do not leave the person alone");

  await press(page, "ArrowUp ArrowUp 0");
  await expect(score).not.toContainText("High risk of suicide");
  await expect(page.getByText("Questions 3–5 are not asked")).toBeVisible();
  await expectNoAxeViolation(page);

  await press(page, "1 Enter 0 Enter 1 Enter 0 Enter 0 Enter");
  await expect(page.getByText("Question 7 is not asked")).toBeVisible();
  await expect(score).toContainText("3 / 3");
  await score.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("region", { name: "Safety alert" })).toContainText(/high risk of suicide/);
  const { items } = await api.get(`/people/${personId}/assessments`);
  expect(items[0].answers).toEqual({ "1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0 });
});

test("an emergency does not wait for the last question", async ({ page }) => {
  const { personId } = await enrolled(await Api.signIn());
  const score = await start(page, personId, "risk suicide", /C-SSRS/);
  await press(page, "1 Enter 1 Enter 1 Enter 1");
  await expect(score).toContainText("At once: High risk of suicide");
  await score.getByRole("button", { name: "Complete" }).click();
  const ask = page.getByRole("dialog", { name: "2 questions still open" });
  await expect(ask).toContainText("A safety alert opens all the same.");
  await ask.getByRole("button", { name: "Complete with questions open" }).click();
  await expect(page.getByRole("region", { name: "Safety alert" })).toContainText(/high risk of suicide/);
});

test("an AHC-HRSN takes a refusal, survives a reload, and stands beside the one before", async ({ page }) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const none = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 1, 8: 1, 9: 1, 10: 1 };
  const earlier = await api.post(`/cases/${caseId}/assessments`, {
    instrument: "ahc-hrsn",
    mode: "in_person",
    answers: none,
  });
  await api.post(`/assessments/${earlier.id}/complete`, {}, earlier.version);

  const score = await start(page, personId, "housing food", /AHC-HRSN/);
  await expect(page.getByText("Questions 2a–2g are not asked")).toBeVisible();
  await press(page, "1 Enter 0 Enter r Enter 0 Enter 0 Enter 0 Enter 1 Enter 1");
  await expect(score).toContainText("1 question refused");
  await expect(score).toContainText(/Saved/);
  await page.reload();
  await expect(score).toContainText("8 of 10 answered");
  await press(page, "2 Enter 1 Enter");
  await expect(score).toContainText("10 of 10 answered");
  await page.keyboard.press("Enter");

  await expect(score).toContainText("1 / 5");
  await expect(score).toContainText("1 point more than on");
  await expect(page.getByText("Chooses not to answer")).toBeVisible();
  await choose(page.getByRole("combobox", { name: "Compare with" }), /0 · no need found/);
  const table = page.getByRole("table", { name: "Side by side" });
  await expect(page.getByText("3 answers differ")).toBeVisible();
  await expect(table.getByRole("row", { name: /food would run out.*Changed/ })).toContainText(
    "Chooses not to answer",
  );
  await page.getByLabel("Only what differs").check();
  await expect(table.getByRole("row")).toHaveCount(5);
  await expectNoAxeViolation(page);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("a HOSPITAL score takes numbers within their range, and says what decides most", async ({ page }) => {
    const { personId } = await enrolled(await Api.signIn());
    const score = await start(page, personId, "readmission discharge", /HOSPITAL/);
    const hemoglobin = page.getByRole("textbox", { name: /Hemoglobin/ });
    await hemoglobin.fill("11");
    await hemoglobin.press("Enter");
    await expect(page.getByText("Enter a whole number from 20 to 250 g/L.")).toBeVisible();
    await hemoglobin.fill("112");
    await score.getByRole("button", { name: /^Decides most: question/ }).click();
    await page.getByRole("textbox", { name: /Sodium/ }).fill("131");
    await page.getByRole("textbox", { name: /Admissions/ }).fill("7");
    await page.getByRole("textbox", { name: /Length of stay/ }).fill("6");
    for (const question of [/oncology/, /procedure/, /urgent/]) {
      await page.getByRole("group", { name: question }).getByText("No").click();
    }
    await expect(score).toContainText("9 / 13");
    await expect(score).toContainText("high");
    await score.getByText("About this instrument").click();
    await expect(score).toContainText("Version 2013: Admissions in the year before: none gives 0 points");
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: "See the result" }).click();
    await score.getByRole("button", { name: "Complete" }).click();
    await expect(score).toContainText("This is the first one with a total in this version.");
  });
});
