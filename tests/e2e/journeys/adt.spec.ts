import { Api } from "../support/api.ts";
import { adt, send } from "../support/hospital.ts";
import { accountOf, newName } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

test("somebody whom the hospital names is decided about, and a readmission shows on the stays", async ({
  page,
}) => {
  const names = newName();
  const patient = { ...names, number: names.family_name };
  const name = `${names.given_name} ${names.family_name}`;
  const first = [adt("A01", 9, patient, "V1"), adt("A03", 6, patient, "V1")];
  expect(await send(...first, adt("A01", 2, patient, "V2"))).toEqual(["AA", "AA", "AA"]);

  await signIn(page, "/hospital-feed", accountOf("director"));
  const who = page.getByRole("region", { name: "Who is this?" });
  const entry = who.getByRole("listitem").filter({ hasText: name });
  await expect(entry).toContainText("3 messages wait");
  await entry.getByRole("button", { name: `Decide who ${name} is` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("table", { name: /What the hospital sent/ })).toContainText("518 555 0142");
  await expect(dialog.getByRole("button", { name: "Link to this person" })).toBeDisabled();
  await dialog.getByRole("radio", { name: "Nobody of ours" }).click();
  await expect(dialog.getByRole("button", { name: "Set aside" })).toBeDisabled();
  await dialog.getByRole("radio", { name: "Somebody new" }).click();
  await dialog.getByRole("button", { name: "Create the person" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(entry).toHaveCount(0);

  const api = await Api.signIn(accountOf("director"));
  const found = await api.post("/people/search", { text: names.family_name });
  await page.goto(`/people/${found.items[0].id}?tab=stays`);
  const stays = page.getByRole("region", { name: "Stays" }).getByRole("listitem");
  await expect(stays).toHaveCount(2);
  await expect(stays.first()).toContainText("Readmitted after 4 days");
  await expect(stays.last()).toContainText("3 days");
  await expect(stays.last()).toContainText("From the hospital");
});

test("a message that could not be taken shows why, and is tried again", async ({ page }) => {
  const names = newName();
  const bad = adt("A01", 1, { ...names, number: names.family_name }, "V1").replace("19580412", "1958");
  expect(await send(bad)).toEqual(["AE"]);
  await signIn(page, "/hospital-feed", accountOf("director"));
  const list = page.getByRole("region", { name: "Messages" });
  const row = list.getByRole("listitem").filter({ hasText: names.family_name });
  await expect(row).toContainText("Not a date or time (Admission)");
  await expect(row).toContainText("PID-7");
  await row.getByRole("button", { name: /^Open the message/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Ask the sender to correct this field.");
  await expect(dialog).toContainText("|1958|F|");
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("It still can't be taken")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row).toContainText("tried 2 times");
});

test("a lead sees codes of messages and nobody's name", async ({ page }) => {
  const names = newName();
  await send(adt("A01", 1, { ...names, number: `N${Date.now()}` }, "V1").replace("19580412", "1958"));
  await signIn(page, "/hospital-feed", accountOf("lead"));
  await expect(page.getByRole("region", { name: "Messages" }).getByRole("listitem").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Who is this?" })).toHaveCount(0);
  await expect(page.getByText(names.family_name)).toHaveCount(0);
});
