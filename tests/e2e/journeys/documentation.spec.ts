import { Api, enrolled } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

const notesOf = async (api: Api, personId: string) => (await api.get(`/people/${personId}/overview`)).notes;

test("a note from a template begins with the record, says what is missing, and is corrected by another one", async ({
  page,
}) => {
  const { api, personId } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/needs`, { kind: "social", title: "No ride to the clinic" });
  await signIn(page, `/people/${personId}?tab=contacts`);
  await page.getByRole("button", { name: "From a template" }).click();
  await page.getByRole("button", { name: /^Progress note \(SOAP\)/ }).click();
  await expect(page.getByRole("textbox", { name: /^Needs on record/ })).toHaveValue("No ride to the clinic");
  await expect(page.getByText("From the record", { exact: true })).toBeVisible();
  const write = (label: RegExp, text: string) => page.getByRole("textbox", { name: label }).fill(text);
  await write(/^What the person says/, "The bus stopped running.");
  await write(/^What was observed or measured/, "Walks with a cane.");
  await write(/^What it means/, "Missed two visits.");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Fill this in before you sign")).toBeVisible();
  await write(/^What happens next, and who does it/, "Arrange a ride by Friday.");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Note signed")).toBeVisible();

  await page.getByRole("link", { name: "Progress note (SOAP)" }).first().click();
  await expect(page.getByText(/Arrange a ride by Friday\./)).toBeVisible();
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What was wrong?").fill("It was Thursday.");
  await dialog.getByRole("button", { name: "Begin the correction" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("This draft corrects a signed note")).toBeVisible();
  await write(/^What happens next, and who does it/, "Arrange a ride by Thursday.");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Note signed")).toBeVisible();
  await expect
    .poll(async () => (await notesOf(api, personId)).map(({ status }: any) => status).sort())
    .toEqual(["signed", "superseded"]);
  const old = (await notesOf(api, personId)).find(({ status }: any) => status === "superseded");
  await page.goto(`/notes/${old.id}`);
  await expect(page.getByText("This note was corrected. It does not hold any more.")).toBeVisible();
  await expect(page.getByText(/Arrange a ride by Friday\./)).toBeVisible();
});

test("a note that is sent back is changed by its author, and everybody sees how fast they document", async ({
  page,
  browser,
}) => {
  const { api, caseId, name } = await enrolled(await Api.signIn());
  const assistant = await Api.signIn(accountOf("assistant"));
  await api.post(`/cases/${caseId}/members`, { staff_id: assistant.me.id, role: "assistant" });
  const draft = await assistant.post(`/cases/${caseId}/notes`, {
    kind: "progress",
    title: "Pill box",
    body: "Helped to fill the pill box.",
  });
  await assistant.post(`/notes/${draft.id}/sign`, {}, draft.version);

  const lead = await browser.newPage({ baseURL: process.env.TEND_URL ?? "" });
  await signIn(lead, `/notes/${draft.id}`, accountOf("lead"));
  await lead.getByRole("button", { name: "Send back" }).click();
  const dialog = lead.getByRole("dialog");
  await dialog.getByLabel("What should be changed?").fill("Say who was there.");
  await dialog.getByRole("button", { name: "Send back" }).click();
  await expect(dialog).toBeHidden();
  await lead.close();

  await signIn(page, "/notes", accountOf("assistant"));
  await page.getByRole("link", { name: `${name}: Pill box` }).click();
  await expect(page.getByText("Say who was there.")).toBeVisible();
  await page
    .getByRole("textbox", { name: "Note", exact: true })
    .fill("Helped to fill the pill box. Her son was there.");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Signed. It waits for the countersignature of your supervisor.")).toBeVisible();
  await page.goto("/notes?status=turnaround");
  await expect(page.getByRole("heading", { name: "My documentation" })).toBeVisible();
});

test("what fits a person is taught, and what they could not say back is followed up", async ({ page }) => {
  const { api, personId } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/needs`, { kind: "functional", title: "Fell twice on the stairs" });
  await signIn(page, `/people/${personId}?tab=teaching`);
  await page.getByRole("button", { name: "Teach: Stay safe from falls at home" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Could not", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/Not everything was understood/).first()).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Plan a follow-up" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("list", { name: "What was taught" }).getByText("Could not")).toBeVisible();
  const { items } = await api.get(`/people/${personId}/teachings`);
  expect(items).toHaveLength(1);
  expect(items[0].task_id).toBeTruthy();

  await page.getByRole("link", { name: "Stay safe from falls at home" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Stay safe from falls at home" })).toBeVisible();
  await page.getByText("Spanish", { exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Evite las caídas en casa" })).toBeVisible();
});
