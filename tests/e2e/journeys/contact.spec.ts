import { Api, enrolled, inHours } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { expect, rows, signIn, test } from "../support/test.ts";

test("a contact logged from anywhere meets its deadlines and opens the follow-up", async ({ page }) => {
  const { api, personId, caseId, name } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/stays`, {
    class: "inpatient",
    facility: "Harbor Valley Medical Center",
    reason: "Heart failure",
    admitted_at: inHours(-24 * 4),
    discharged_at: inHours(-24 * 2),
    destination: "home",
  });
  const before = await api.get(`/cases/${caseId}/deadlines`);
  expect(
    before.items.filter(({ status, rule }: any) => status === "open" && /Reached/.test(rule.title)).length,
  ).toBe(2);

  await signIn(page, "/measures");
  await page.getByRole("banner").getByRole("button", { name: "Log a contact" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "About whom" }).fill(name.split(" ")[1] ?? name);
  await page.getByRole("option", { name: new RegExp(name) }).click();
  await dialog.getByLabel("In one line (optional)").fill("Weight is stable, no swelling.");
  await dialog.getByText("Open a follow-up task").click();
  await dialog.getByRole("textbox", { name: "Follow-up" }).fill(`Ask ${name} about the scale`);
  await dialog.getByRole("button", { name: "Log the contact" }).click();

  await expect(dialog.getByText("Contact logged")).toBeVisible();
  await expect(dialog.getByText(/Reached within 7 days of discharge/)).toBeVisible();
  await expect(dialog.getByText(/Reached within 30 days of discharge/)).toBeVisible();
  await expect(dialog.getByText(`Ask ${name} about the scale`, { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page).toHaveURL(/\/measures/);

  await page.getByRole("link", { name: "Today" }).first().click();
  await page.getByPlaceholder("Search by name or words").fill(name);
  await expect(rows(page, `Ask ${name} about the scale`)).toHaveCount(1);
  const { items } = await api.get(`/cases/${caseId}/deadlines`);
  expect(
    items.filter(({ rule }: any) => /Reached/.test(rule.title)).map(({ status }: any) => status),
  ).toEqual(["met", "met"]);
});

test("a note draft survives a reload, is signed, and afterwards only amended", async ({ page }) => {
  const { api, personId } = await enrolled(await Api.signIn());
  await signIn(page, `/people/${personId}?tab=contacts`);
  await page.getByRole("button", { name: "Write a note" }).click();
  const text = "Walked to the mailbox twice a day. Wants to try the stairs next.";
  await page.getByRole("textbox", { name: "Note", exact: true }).fill(text);
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Note", exact: true })).toHaveValue(text);
  await page.getByRole("button", { name: "Sign" }).click();
  await expect(page.getByText("Note signed")).toBeVisible();

  await page.getByRole("link", { name: "Progress note" }).first().click();
  await expect(page.getByText(/Signed by Maria Okafor/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Note", exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Amend" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amendment").fill("The stairs are outside, three steps.");
  await dialog.getByLabel("Why is it amended?").fill("Asked again by phone");
  await dialog.getByRole("button", { name: "Amend" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("The stairs are outside, three steps.")).toBeVisible();
  await expect(page.getByText(text)).toBeVisible();
  const note = (await api.get(`/people/${personId}/overview`)).notes[0];
  expect(note.body).toBe(text);
  await expect(api.post(`/notes/${note.id}/sign`, {}, note.version)).rejects.toThrow(/409|403/);
});

test("an assistant's note waits until a lead countersigns it", async ({ page, browser }) => {
  const { api, personId, caseId, name } = await enrolled(await Api.signIn());
  const assistant = await Api.signIn(accountOf("assistant"));
  await api.post(`/cases/${caseId}/members`, { staff_id: assistant.me.id, role: "assistant" });
  await signIn(page, `/people/${personId}?tab=contacts`, accountOf("assistant"));
  await page.getByRole("button", { name: "Write a note" }).click();
  await page.getByRole("textbox", { name: "Note", exact: true }).fill("Helped to fill the weekly pill box.");
  await page.getByRole("button", { name: "Sign" }).click();
  await expect(page.getByText("Signed. It waits for the countersignature of your supervisor.")).toBeVisible();
  await expect(page.getByText("Waits for countersignature")).toBeVisible();

  const lead = await browser.newPage({ baseURL: process.env.TEND_URL });
  await signIn(lead, "/notes?status=awaiting_countersignature", accountOf("lead"));
  await lead.getByRole("link", { name: new RegExp(name) }).click();
  await lead.getByRole("button", { name: "Countersign" }).click();
  await expect(lead.getByText("Note countersigned")).toBeVisible();
  await expect(lead.getByText(/Countersigned by Marcus Tillery/)).toBeVisible();
  await lead.close();
});
