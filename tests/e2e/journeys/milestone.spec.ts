import { Api, enrolled } from "../support/api.ts";
import { accountNamed } from "../support/people.ts";
import { day } from "../support/plan.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

const SCHOOL = accountNamed("emily.tran");
const EVALUATION = "Evaluated within 60 days of parental consent";
const MEETING = "IEP meeting within 30 days of the finding of eligibility";

test("a consent opens the evaluation, its completion meets it, and a finding taken back takes the meeting along", async ({
  page,
}) => {
  const { personId, name } = await enrolled(await Api.signIn(SCHOOL), "rising", { birth_date: "2015-05-14" });
  await signIn(page, `/people/${personId}`, SCHOOL);
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const dialog = page.getByRole("dialog");
  const deadlines = page.getByRole("region", { name: "Deadlines" }).getByRole("listitem");
  const milestones = page.getByRole("list", { name: "Milestones" }).getByRole("listitem");

  const record = async (kind: string, on: string, effect: string) => {
    await page.getByRole("button", { name: "Record a milestone" }).click();
    await choose(dialog.getByRole("combobox", { name: "What happened?" }), kind);
    await dialog.getByLabel(/^On which day/).fill(on);
    await expect(dialog.getByText(effect)).toBeVisible();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(milestones.filter({ hasText: kind })).toBeVisible();
  };

  await test.step("before it is saved the dialog says what the consent opens", async () => {
    await page.getByRole("button", { name: "Record a milestone" }).click();
    await choose(
      dialog.getByRole("combobox", { name: "What happened?" }),
      "Parent consented to an evaluation",
    );
    await dialog.getByLabel("On which day?").fill(day(-10));
    await expect(dialog.getByText("This opens")).toBeVisible();
    await expect(dialog.getByText(`${EVALUATION}: due`)).toBeVisible();
    await expectNoAxeViolation(page);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("the deadline stands there with its explanation", async () => {
    const evaluation = deadlines.filter({ hasText: EVALUATION });
    await expect(evaluation).toBeVisible();
    await evaluation.getByRole("button", { name: "Why this time" }).click();
    await expect(evaluation.getByText("60 calendar days from then")).toBeVisible();
  });

  await test.step("the evaluation meets it and the finding asks for the meeting", async () => {
    await record("Evaluation completed, first or again", day(-2), `${EVALUATION}: in time`);
    await expect(deadlines.filter({ hasText: EVALUATION })).toHaveCount(0);
    await record("Found eligible", day(-1), `${MEETING}: due`);
    await expect(deadlines.filter({ hasText: MEETING })).toBeVisible();
    await expectNoAxeViolation(page);
  });

  await test.step("what is taken back takes its deadline along", async () => {
    await page.getByRole("button", { name: "Take back: Found eligible" }).click();
    await dialog.getByLabel("Why is it wrong?").fill("It was another student.");
    await dialog.getByRole("button", { name: "Take back" }).click();
    await expect(dialog).toBeHidden();
    await expect(milestones.filter({ hasText: "Found eligible" })).toContainText("Entered in error");
    await expect(deadlines.filter({ hasText: MEETING })).toHaveCount(0);
  });
});
