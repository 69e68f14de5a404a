import { Api, enrolled, inHours } from "../support/api.ts";
import { choose, expect, expectNoAxeViolation, rows, signIn, test } from "../support/test.ts";

test("a reading out of range asks for a look, is corrected with its history, and a range of the person counts from then on", async ({
  page,
}) => {
  const { api, personId, name } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/readings`, {
    kind: "weight",
    value: 80,
    taken_at: inHours(-20),
  });
  await signIn(page, `/people/${personId}?tab=readings`);
  await page.getByRole("button", { name: "Write a reading down" }).click();
  const dialog = page.getByRole("dialog", { name: "Write a reading down" });
  await dialog.getByLabel("Value").fill("182");
  await expectNoAxeViolation(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const table = page.getByRole("table", { name: "Weight" });
  await expect(table.getByText("3 lb or more in a day")).toBeVisible();
  await expect(page.getByRole("img", { name: "Trend of Weight" })).toBeVisible();
  await expectNoAxeViolation(page);

  await table
    .getByRole("button", { name: /^Correct the reading of/ })
    .first()
    .click();
  const correcting = page.getByRole("dialog", { name: "Correct a reading" });
  await correcting.getByLabel("Value").fill("80.4");
  await correcting.getByLabel("What was wrong").fill("The dog stood on it too");
  await correcting.getByRole("button", { name: "Correct it" }).click();
  await expect(correcting).toBeHidden();
  await expect(table.getByText(/^Corrected from 82.55 by/)).toBeVisible();
  await expect(table.getByText("3 lb or more in a day")).toHaveCount(0);

  await page.getByRole("button", { name: "Change the range for Oxygen saturation" }).click();
  const range = page.getByRole("dialog", { name: "Range for Oxygen saturation" });
  await range.getByLabel("Lowest value").fill("86");
  await range.getByLabel("Why").fill("COPD, agreed with pulmonology");
  await range.getByRole("button", { name: "Save" }).click();
  await expect(range).toBeHidden();
  await expect(page.getByText(/COPD, agreed with pulmonology/)).toBeVisible();

  await page.getByRole("button", { name: "Write a reading down" }).click();
  await choose(dialog.getByRole("combobox", { name: "What was measured" }), "Oxygen saturation");
  await dialog.getByLabel("Value").fill("82");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "Today" }).first().click();
  await page.getByPlaceholder("Search by name or words").fill(name);
  await expect(rows(page, "Look at a reading: oxygen saturation is below the range")).toHaveCount(1);
  await expect(rows(page, "Look at a reading: weight")).toHaveCount(0);
});
