import { Api, enrolled, inHours } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, signIn, test } from "../support/test.ts";

test("a message about a person is sent, read, acknowledged and answered by the lead", async ({
  page,
  browser,
}) => {
  const { personId, name } = await enrolled(await Api.signIn());
  const lead = await Api.signIn(accountOf("lead"));
  const subject = `Van on Friday ${name}`;
  await signIn(page, `/people/${personId}?tab=team`);
  const messages = page.getByRole("region", { name: "Messages" });
  await expect(messages).toContainText("No messages about this person yet.");
  await messages.getByRole("button", { name: "New message" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Send" })).toBeDisabled();
  await choose(dialog.getByRole("combobox", { name: "To" }), new RegExp(lead.me.name));
  await dialog.getByRole("textbox", { name: "Subject" }).fill(subject);
  await dialog.getByRole("textbox", { name: "Message" }).fill("Does the van have room on Friday?");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await messages.getByRole("button", { name: "New message" }).click();
  await expect(dialog.getByRole("textbox", { name: "Message" })).toHaveValue(
    "Does the van have room on Friday?",
  );
  await dialog.getByRole("checkbox", { name: "This can't wait" }).check();
  await dialog.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: subject })).toBeVisible();
  const said = page.getByRole("list", { name: "Messages of this conversation" });
  await expect(said).toContainText(`${lead.me.name}: To acknowledge`);

  const other = await browser.newPage();
  await signIn(other, "/messages", accountOf("lead"));
  await expect(other.getByRole("link", { name: /^Messages, \d+ new message/ })).toBeVisible();
  await other.getByRole("link", { name: `${name}: ${subject}` }).click();
  await other.getByRole("button", { name: "Acknowledge", exact: true }).click();
  await expect(other.getByRole("button", { name: "Acknowledge", exact: true })).toHaveCount(0);
  await other.getByRole("textbox", { name: "Your answer" }).fill("Yes, two places.");
  await other.getByRole("button", { name: "Send" }).click();
  await expect(other.getByRole("list", { name: "Messages of this conversation" })).toContainText(
    "Yes, two places.",
  );
  await other.close();

  await expect(said).toContainText(`${lead.me.name}: Acknowledged by ${lead.me.name}`);
  await expect(said).toContainText("Yes, two places.");
});

test("a senior colleague is asked, answers from Today, and the answer is followed", async ({
  page,
  browser,
}) => {
  const { personId, name } = await enrolled(await Api.signIn());
  const account = accountOf("senior_care_manager");
  const senior = (await Api.signIn(account)).me;
  await signIn(page, `/people/${personId}?tab=team`);
  const asked = page.getByRole("region", { name: "Consultations and escalations" });
  await asked.getByRole("button", { name: "Ask a colleague" }).click();
  const dialog = page.getByRole("dialog");
  await choose(dialog.getByRole("combobox", { name: "Who is asked" }), new RegExp(senior.name));
  await dialog.getByRole("textbox", { name: "Question" }).fill("Is going home safe without a ramp?");
  await dialog.getByRole("button", { name: "Ask a colleague" }).click();
  await expect(asked).toContainText("Waiting for an answer");

  const other = await browser.newPage();
  await signIn(other, `/people/${personId}?tab=team`, account);
  const theirs = other.getByRole("region", { name: "Consultations and escalations" });
  await theirs.getByRole("button", { name: "Answer" }).click();
  await other.getByRole("textbox", { name: /What you think/ }).fill("Not before the ramp is there.");
  await other.getByRole("dialog").getByRole("button", { name: "Answer" }).click();
  await expect(theirs).toContainText("Answered: to decide");
  await other.close();

  await page.goto("/messages?tab=consultations");
  const mine = page.getByRole("listitem").filter({ hasText: name });
  await expect(mine).toContainText("Not before the ramp is there.");
  await mine.getByRole("button", { name: "Don't follow it" }).click();
  const reason = page.getByRole("dialog");
  await expect(reason.getByRole("button", { name: "Don't follow it" })).toBeDisabled();
  await reason.getByRole("textbox", { name: "Why?" }).fill("Her son carries her up the stairs.");
  await reason.getByRole("button", { name: "Don't follow it" }).click();
  await expect(mine).toHaveCount(0);
  await page.getByText("All", { exact: true }).click();
  await expect(mine).toContainText("Not followed");
});

test("a message is read and acknowledged with a thumb", async ({ page }) => {
  const lead = await Api.signIn(accountOf("lead"));
  const { api, personId, caseId, name } = await enrolled(await Api.signIn());
  await lead.post(`/cases/${caseId}/message-threads`, {
    subject: `Pens ${name}`,
    member_ids: [api.me.id],
    body: "The pharmacy is out of pens.",
    acknowledge_by: inHours(5),
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, `/people/${personId}?tab=team`);
  await page.getByRole("link", { name: `Pens ${name}` }).click();
  const acknowledge = page.getByRole("button", { name: "Acknowledge", exact: true });
  expect((await acknowledge.boundingBox())?.height).toBeGreaterThanOrEqual(32);
  await acknowledge.click();
  await expect(page.getByRole("list", { name: "Who got it" })).toContainText("Acknowledged by");
});

test("a conference is planned with an agenda from the record, held, and what is agreed on becomes work", async ({
  page,
}) => {
  const { api, personId, caseId } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/needs`, { kind: "social", title: "No ride to dialysis" });
  await signIn(page, `/people/${personId}?tab=team`);
  await page.getByRole("button", { name: "Plan a conference" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("label", { hasText: /^Interdisciplinary group$/ }).click();
  await expect(dialog).toContainText("at least every 15 days");
  await dialog.getByRole("button", { name: "Plan a conference" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Interdisciplinary group" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Agenda" })).toContainText("No ride to dialysis");

  const close = page.getByRole("button", { name: "Close the conference" });
  await expect(close).toBeDisabled();
  await page.getByRole("checkbox", { name: api.me.name }).check();
  await page.getByRole("textbox", { name: "Somebody else, by name" }).fill("Dr. Lin");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("textbox", { name: "Decision 1" }).fill("The van comes on Mondays.");
  await page.getByRole("button", { name: "Add an action" }).click();
  const action = page.getByRole("group", { name: "Action 1" });
  await action.getByRole("textbox", { name: "What is to be done" }).fill("Book the van");
  await close.click();
  await expect(page.getByText("Held", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Who is there" })).toContainText(`${api.me.name}, Dr. Lin`);
  await expect(page.getByRole("list", { name: "Decisions" })).toContainText("The van comes on Mondays.");
  const tasks = await api.get(`/cases/${caseId}/tasks`);
  expect(tasks.items.map(({ title }: { title: string }) => title)).toContain("Book the van");

  await page.goto(`/people/${personId}?tab=team`);
  const conferences = page.getByRole("region", { name: "Conferences" });
  await expect(conferences.getByRole("listitem")).toHaveCount(2);
  await expect(conferences.getByRole("listitem").first()).toContainText("Planned");
});

test("a lead gives a care manager a mentor, who writes down when the two met, until it ends", async ({
  page,
  browser,
}) => {
  const mentee = (await Api.signIn()).me;
  const account = accountOf("senior_care_manager");
  const mentor = (await Api.signIn(account)).me;
  const pair = { name: `${mentor.name} guides ${mentee.name}` };
  await signIn(page, "/team?tab=mentoring", accountOf("lead"));
  await page.getByRole("button", { name: "Give a mentor" }).click();
  const dialog = page.getByRole("dialog");
  await choose(dialog.getByRole("combobox", { name: "Who is guided" }), new RegExp(mentee.name));
  await choose(dialog.getByRole("combobox", { name: "Mentor" }), new RegExp(mentor.name));
  await dialog.getByRole("textbox", { name: "Goal 1" }).fill("Leads a case conference");
  await dialog.getByRole("button", { name: "Give a mentor" }).click();
  const card = page.getByRole("region", pair);
  await expect(card.getByRole("list", { name: "Goals" })).toContainText("Leads a case conference");
  await expect(card.getByRole("button", { name: "Write down a meeting" })).toHaveCount(0);

  const other = await browser.newPage();
  await signIn(other, "/team?tab=mentoring", account);
  const theirs = other.getByRole("region", pair);
  await theirs.getByRole("button", { name: "Write down a meeting" }).click();
  const meeting = other.getByRole("dialog");
  await meeting.getByLabel("Minutes").fill("45");
  await meeting.getByRole("textbox", { name: "What was agreed on" }).fill("Two visits together.");
  await meeting.getByRole("button", { name: "Write down a meeting" }).click();
  await expect(meeting).toBeHidden();
  await theirs.getByRole("button", { name: "Show the meetings" }).click();
  await expect(theirs.getByRole("list", { name: "Meetings" })).toContainText("Two visits together.");
  await other.close();

  await page.reload();
  await card.getByRole("button", { name: "End it" }).click();
  await dialog.getByRole("textbox", { name: "Why does it end?" }).fill("She leads conferences now.");
  await dialog.getByRole("button", { name: "End it" }).click();
  await expect(card).toHaveCount(0);
});
