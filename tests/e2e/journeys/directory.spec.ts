import { Api } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

test("a lead adds an organization with its agreement and a service, warned of what is there already, takes it out and closes it", async ({
  page,
}) => {
  const run = `r${Date.now()}`;
  const name = `Harbor Pantry ${run}`;
  const api = await Api.signIn(accountOf("lead"));
  // No other organization has this phone.
  const phone = `518 ${String(Date.now()).slice(-7)}`;
  await api.post("/community-organizations", { name: "Harbor Kitchen", phone, is_another: true });
  await signIn(page, "/services/organizations", accountOf("lead"));
  await page.getByRole("button", { name: "Add an organization" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await dialog.getByRole("textbox", { name: "Phone" }).fill(phone);
  await dialog.getByRole("button", { name: "Save" }).click();
  const another = dialog.getByRole("checkbox", { name: "I looked: this is another one" });
  await expect(dialog.getByText("“Harbor Kitchen”", { exact: false }).first()).toBeVisible();
  await another.check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "Contact and agreement" }).click();
  await dialog.getByRole("textbox", { name: "Whom we call" }).fill("Teresa Alvarado");
  await choose(dialog.getByRole("combobox", { name: "Agreement" }), "Takes referrals and answers them");
  await dialog.getByLabel("First day").fill("2026-01-01");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("In force")).toBeVisible();
  await expect(page.getByText("Teresa Alvarado")).toBeVisible();
  await expectNoAxeViolation(page);

  await page.getByRole("link", { name: "Add a service" }).click();
  const main = page.getByRole("main");
  await expect(main.getByRole("combobox", { name: "Offered by" })).toHaveValue(name);
  await main.getByRole("textbox", { name: "Name", exact: true }).fill(`Evening table ${run}`);
  await choose(main.getByRole("combobox", { name: "Answers needs" }), "Social");
  await page.keyboard.press("Escape");
  await main.getByRole("button", { name: "Add hours" }).click();
  await main.getByLabel("Closes").fill("00:00");
  await main.getByRole("button", { name: "Add a place" }).click();
  await main.getByRole("textbox", { name: "City" }).fill("Albany");
  await expectNoAxeViolation(page);
  await main.getByRole("button", { name: "Add a service" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Evening table ${run}` })).toBeVisible();

  await main.getByRole("link", { name: "Edit" }).click();
  await main.getByRole("textbox", { name: "Cost" }).fill("Free");
  await main.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Evening table ${run}` })).toBeVisible();
  await main.getByRole("button", { name: "Show", exact: true }).click();
  const past = main.getByRole("list", { name: "What became of this entry" }).getByRole("listitem");
  await expect(past).toHaveText([/^Cost/, /^Recorded/]);
  await expectNoAxeViolation(page);

  await main.getByRole("link", { name: `Offered by ${name}` }).click();
  await main.getByRole("button", { name: "Close the organization" }).click();
  await expect(page.getByText("It still offers services.", { exact: false }).first()).toBeVisible();
  await main.getByRole("link", { name: `Evening table ${run}` }).click();
  await main.getByRole("button", { name: "Take out of the directory" }).click();
  await expect(main.getByText("Not offered at present")).toBeVisible();
  await main.getByRole("link", { name: `Offered by ${name}` }).click();
  await main.getByRole("button", { name: "Close the organization" }).click();
  await expect(main.getByRole("button", { name: "Open it again" })).toBeVisible();
  const found = await api.get(`/community-organizations?text=${run}`);
  expect(found.items[0].status).toBe("inactive");
});
