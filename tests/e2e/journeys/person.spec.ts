import { Api, enrolled, inHours } from "../support/api.ts";
import { accountOf, newName } from "../support/people.ts";
import { choose, chooseFrom, expect, signIn, test } from "../support/test.ts";

test("one screen shows who a person is, what is due, and who looked", async ({ page }) => {
  const { api, personId, caseId, name } = await enrolled(await Api.signIn(), "high");
  await api.post(`/people/${personId}/coverages`, {
    payer: "Empire Meadow Advantage",
    kind: "medicare_advantage",
    member_id: "EM-204",
    starts_on: "2026-01-01",
  });
  await api.post(`/people/${personId}/related`, {
    name: "Rosa Delgado",
    relationship: "daughter",
    phone: "+1 518-555-0177",
    is_caregiver: true,
    may_discuss: true,
  });
  await api.post("/tasks", {
    case_id: caseId,
    title: "Count the pill organizer",
    kind: "visit",
    priority: "routine",
    due_at: inHours(50),
  });
  await api.post(`/cases/${caseId}/contacts`, {
    mode: "phone",
    direction: "outbound",
    outcome: "reached",
    with: "person",
    minutes: 12,
    purpose: "follow_up",
    occurred_at: inHours(-1),
    summary: "Slept better this week.",
  });
  await signIn(page, `/people/${personId}`);

  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  for (const text of [
    "High risk",
    "Born Apr 12, 1958",
    "English",
    "Rosa Delgado",
    "Empire Meadow Advantage",
    "Count the pill organizer",
    "Approved care plan within 30 days of enrolment",
  ]) {
    await expect(page.getByText(text).first()).toBeVisible();
  }
  await expect(page.getByRole("link", { name: "+1 518-555-0142" })).toHaveAttribute(
    "href",
    "tel:+1 518-555-0142",
  );

  await page.getByRole("tab", { name: "Contacts and notes" }).click();
  await expect(page.getByText("Slept better this week.")).toBeVisible();
  await page.getByRole("tab", { name: "Timeline" }).click();
  await expect(page.getByText("Slept better this week.")).toBeVisible();
  await expect(page.getByText("Enrolled", { exact: true })).toBeVisible();
  await page.getByRole("tab", { name: "Who looked" }).click();
  await expect(page.getByRole("row", { name: /Maria Okafor.*Person overview/ }).first()).toBeVisible();
});

test("a new person is taken in, enrolled and worked on", async ({ page }) => {
  const { given_name, family_name } = newName();
  await signIn(page, "/people");
  await page.getByRole("button", { name: "New person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("First name").fill(given_name);
  await dialog.getByLabel("Last name").fill(family_name);
  await dialog.getByLabel("Birth date").fill("1949-02-03");
  await dialog.getByRole("button", { name: "New person" }).click();
  await expect(page.getByRole("heading", { name: `${given_name} ${family_name}`, level: 1 })).toBeVisible();

  await page.getByRole("main").getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Enrol in a program" }).click();
  await choose(dialog.getByRole("combobox", { name: "Program" }), "Complex Care Management");
  await dialog.getByRole("button", { name: "Enrol" }).click();
  await expect(page.getByText("Enrolled in Complex Care Management")).toBeVisible();
  await expect(page.getByText("Approved care plan within 30 days of enrolment")).toBeVisible();

  await page.goto("/people");
  await page.getByLabel("Name, or a full identifier").fill(family_name);
  await expect(page.getByRole("link", { name: `${given_name} ${family_name}` })).toHaveCount(1);
});

test("a case is handed to a colleague only when the colleague accepts", async ({ page, browser }) => {
  const { api, personId, caseId, name } = await enrolled(await Api.signIn());
  await api.post("/tasks", {
    case_id: caseId,
    title: "Bring the pill organizer",
    kind: "visit",
    priority: "routine",
    due_at: inHours(30),
  });
  await signIn(page, `/people/${personId}`);
  await page.getByRole("main").getByRole("button", { name: "More" }).first().click();
  await page.getByRole("menuitem", { name: "Hand over to a colleague" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("list", { name: "Open work of this case" })).toContainText(
    "Bring the pill organizer",
  );
  await choose(dialog.getByRole("combobox", { name: "To" }), /Samuel Adler/);
  await dialog.getByLabel("Where things stand").fill("Plan is drafted, first visit went well.");
  await dialog.getByLabel("Risks to watch").fill("Falls at night.");
  await dialog.getByRole("button", { name: "Offer" }).click();
  await expect(page.getByText(/Offered to Samuel Adler/)).toBeVisible();
  await expect(page.getByText(/offered this case to Samuel Adler/)).toBeVisible();
  expect((await api.get(`/cases/${caseId}`)).owner.name).toBe("Maria Okafor");

  const colleague = await browser.newPage({ baseURL: process.env.TEND_URL });
  await signIn(colleague, "/hand-offs", accountOf("senior_care_manager"));
  const offer = colleague.locator("section").filter({ hasText: name });
  await expect(offer).toContainText("Falls at night.");
  const moving = offer.getByRole("list", { name: "Open work of this case" });
  await expect(moving).toContainText("Bring the pill organizer");
  await expect(moving).toContainText("Hand-off answered within 1 business day");
  await offer.getByRole("button", { name: "Accept" }).click();
  await expect(colleague.getByText(`${name} is now on your list`)).toBeVisible();
  const successor = await Api.signIn(accountOf("senior_care_manager"));
  expect((await successor.get(`/cases/${caseId}`)).owner.name).toBe("Samuel Adler");
  await colleague.close();
});

test("a task is edited where it stands, and a colleague joins the care team", async ({ page }) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  const task = await api.post("/tasks", {
    case_id: caseId,
    title: "Call about the ride",
    kind: "call",
    priority: "routine",
    due_at: inHours(30),
  });
  await signIn(page, `/people/${personId}`);
  await chooseFrom(page.getByRole("button", { name: "More for Call about the ride" }), "Edit the task");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What is to be done").fill("Call about the ride and the walker");
  await dialog.getByText("Urgent").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Call about the ride and the walker")).toBeVisible();
  expect(await api.get(`/tasks/${task.id}`)).toMatchObject({ priority: "urgent", due_at: task.due_at });

  await page.getByRole("button", { name: "Add to the care team" }).click();
  await choose(dialog.getByRole("combobox", { name: "Colleague" }), /Mei Chow/);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText(/Mei Chow \(care coordinator\)/)).toBeVisible();
});

for (const [given_name, family_name] of [
  ["Thị Hồng Phượng", "Nguyễn"],
  ["Łucja", "Wiśniewska-Żbąk"],
  ["Begoña", "Ibáñez Agüero"],
  ["Cabdiraxmaan", "Xuseen Faarax"],
] as const) {
  test(`the name ${given_name} ${family_name} is set in one face`, async ({ page }) => {
    const api = await Api.signIn();
    const person = await api.post("/people", {
      given_name,
      family_name,
      birth_date: "1961-02-03",
      sex: "female",
      language: "en",
    });
    await signIn(page, `/people/${person.id}`);
    const title = page.getByRole("heading", { level: 1 });
    await expect(title).toHaveText(`${given_name} ${family_name}`);
    await page.evaluate(() => document.fonts.ready);

    const browser = await page.context().newCDPSession(page);
    await browser.send("DOM.enable");
    await browser.send("CSS.enable");
    const { root } = await browser.send("DOM.getDocument");
    const { nodeId } = await browser.send("DOM.querySelector", { nodeId: root.nodeId, selector: "h1" });
    const { fonts } = await browser.send("CSS.getPlatformFontsForNode", { nodeId });
    expect([...new Set(fonts.map(({ familyName }) => familyName))]).toEqual(["IBM Plex Sans"]);
  });
}

test("who is close to a person, and a wrong number, are corrected where they stand", async ({ page }) => {
  const { api, personId } = await enrolled(await Api.signIn());
  const close = { name: "Lena Whitcombe", relationship: "daughter", is_caregiver: true, may_discuss: true };
  await api.post(`/people/${personId}/related`, close);
  await signIn(page, `/people/${personId}`);
  const family = page.getByRole("region", { name: "Family and caregivers" });
  await family.getByRole("button", { name: "Change what is known of Lena Whitcombe" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Phone").fill("555-0133");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(family.getByText("555-0133")).toBeVisible();
  await family.getByRole("button", { name: "Lena Whitcombe is not close any more" }).click();
  await dialog.getByRole("button", { name: "Take off the list" }).click();
  await expect(family.getByText("Nobody recorded yet")).toBeVisible();

  await page.getByRole("main").getByRole("button", { name: "More" }).first().click();
  await page.getByRole("menuitem", { name: "Edit details" }).click();
  await dialog.getByRole("button", { name: "Add a number" }).click();
  await dialog.getByRole("textbox", { name: "Given out by" }).last().fill("MRN");
  await dialog.getByRole("textbox", { name: "Number", exact: true }).last().fill("4711");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("4711", { exact: true })).toBeVisible();
});
