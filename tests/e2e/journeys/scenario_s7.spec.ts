import { alsoEnrolled, Api, enrolled } from "../support/api.ts";
import { meanwhile, part, send } from "../support/parts.ts";
import { accountNamed, accountOf } from "../support/people.ts";
import { day } from "../support/plan.ts";
import { choose, expect, rows, signIn, test } from "../support/test.ts";

const PRIYA = accountNamed("priya.raghunathan");
const LEAD = accountNamed("soledad.ibarra");
const MARIA = accountOf("care_manager");
const NOTE_RULE = "Note signed within 48 hours";
const CULTURE = "Fasts in Ramadan; a woman should visit";

test("S7: what could go wrong becomes support: a prompt for the note, the worker's own number with its proof, an alert that moves up, advice, and a message that is acknowledged", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  const { api, personId, caseId, name } = await enrolled(await Api.signIn(PRIYA));
  await alsoEnrolled(MARIA, personId);
  const record = (tab: string) => `/people/${personId}?tab=${tab}&case=${caseId}`;
  const dialog = page.getByRole("dialog");

  await test.step("a contact without a note prompts for one, on the spot and on Today", async () => {
    await signIn(page, record("contacts"), PRIYA);
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await page.getByRole("banner").getByRole("button", { name: "Log a contact" }).click();
    await dialog.getByLabel("In one line (optional)").fill("Sleeps three hours a night.");
    await dialog.getByRole("button", { name: "Log the contact" }).click();
    await expect(dialog.getByText(new RegExp(NOTE_RULE))).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("link", { name: "Today" }).first().click();
    await page.getByPlaceholder("Search by name or words").fill(name);
    await rows(page, NOTE_RULE)
      .getByRole("button", { name: /^Sign note/ })
      .click();
    await page
      .getByRole("textbox", { name: "Note", exact: true })
      .fill("Awake from two; worries about rent.");
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await expect(page.getByText("Note signed")).toBeVisible();
  });

  await test.step("the worker sees the own turnaround, how it is counted, and the proof for this person", async () => {
    await page.goto(`/measures/note-48h?scope=mine&from=${day(-3)}&place=numerator`);
    await expect(page.getByRole("heading", { name: "Notes signed on time", level: 1 })).toBeVisible();
    await expect(page.getByRole("heading", { name: "How it is counted" })).toBeVisible();
    await expect(page.getByText("Contacts whose note was signed by its author in time.")).toBeVisible();
    await expect(page.getByText(/within 48 elapsed hours/).first()).toBeVisible();
    const proof = page.getByRole("row").filter({ hasText: name });
    await expect(proof).toContainText("A contact that needs a note took place.");
    await expect(proof).toContainText("Met in time.");
  });

  await test.step("what must be respected is written where the next worker reads it", async () => {
    await page.goto(record("plan"));
    await page.getByRole("button", { name: "Start a plan" }).click();
    await dialog.getByRole("button", { name: "Start a plan" }).click();
    await page.getByRole("button", { name: "Add what matters" }).click();
    await page.getByLabel("What the person said").fill(CULTURE);
    await choose(page.getByRole("combobox", { name: "Kind" }), "Culture, faith, food");
    await expect(page.getByText(/^Saved/)).toBeVisible();
  });
  const planPath = new URL(page.url()).pathname;

  await test.step("an answer about self-harm opens an alert that says who is next, and moves up when taken", async () => {
    const answers = { instrument: "phq-9", mode: "phone", answers: { "9": 1 } };
    const asked = await api.post(`/cases/${caseId}/assessments`, answers);
    await api.post(`/assessments/${asked.id}/complete`, {}, asked.version);
    await page.goto(record("overview"));
    const alert = part(page, "Safety alert");
    await expect(alert).toContainText("Next: the supervisor");
    await alert.getByRole("button", { name: "I am on it" }).click();
    await expect(alert).toContainText("Somebody is on it.");
    await expect(alert).toContainText("Next: a director");
  });

  await test.step("the case is beyond the worker: the lead is asked, with an example of what to do as the answer", async () => {
    await page.goto(record("team"));
    const asked = part(page, "Consultations and escalations");
    await asked.getByRole("button", { name: "Ask a colleague" }).click();
    await dialog.getByText("An escalation", { exact: true }).click();
    await choose(dialog.getByRole("combobox", { name: "Who is asked" }), /Soledad Ibarra/);
    await dialog
      .getByRole("textbox", { name: "What must be resolved" })
      .fill("Nobody can stay with her tonight.");
    await dialog.getByRole("button", { name: "Ask a colleague" }).click();
    await expect(asked).toContainText("Priya Raghunathan escalates to Soledad Ibarra");
    await meanwhile(browser, LEAD, record("team"), async (lead) => {
      const theirs = part(lead, "Consultations and escalations");
      await theirs.getByRole("button", { name: "Answer", exact: true }).click();
      await send(lead, "Answer", (answer) =>
        answer
          .getByRole("textbox", { name: /What you think/ })
          .fill("The crisis team comes at six; call them first."),
      );
    });
    await page.reload();
    await expect(asked).toContainText("The crisis team comes at six; call them first.");
  });

  await test.step("the health plan's care manager is told, acknowledges, and reads what must be respected", async () => {
    const subject = `Tonight ${name}`;
    await part(page, "Messages").getByRole("button", { name: "New message" }).click();
    await choose(dialog.getByRole("combobox", { name: "To" }), /Maria Okafor/);
    await dialog.getByRole("textbox", { name: "Subject" }).fill(subject);
    await dialog.getByRole("textbox", { name: "Message" }).fill("The crisis team visits at six.");
    await dialog.getByRole("checkbox", { name: "This can't wait" }).check();
    await dialog.getByRole("button", { name: "Send" }).click();
    const said = page.getByRole("list", { name: "Messages of this conversation" });
    await expect(said).toContainText("Maria Okafor: To acknowledge");
    await meanwhile(browser, MARIA, "/messages", async (maria) => {
      await maria.getByRole("link", { name: `${name}: ${subject}` }).click();
      const acknowledge = maria.getByRole("button", { name: "Acknowledge", exact: true });
      await acknowledge.click();
      await expect(acknowledge).toHaveCount(0);
      await maria.goto(planPath);
      await expect(maria.getByLabel("What the person said")).toHaveValue(CULTURE);
    });
    await expect(said).toContainText("Maria Okafor: Acknowledged by Maria Okafor");
  });

  await test.step("the alert is closed with what was done, and the record keeps who did it", async () => {
    await page.goto(record("overview"));
    const alert = part(page, "Safety alert");
    await alert.getByRole("button", { name: "Close with an outcome" }).click();
    await dialog.getByLabel("What was done").fill("The crisis team is with her.");
    await choose(dialog.getByRole("combobox", { name: "Outcome" }), "Evaluated, no imminent risk");
    await dialog.getByRole("button", { name: "Close the alert" }).click();
    await expect(alert).toBeHidden();
    await page.getByRole("tab", { name: "Timeline" }).click();
    const closed = part(page, "Timeline").getByRole("listitem").filter({ hasText: "Alert closed" });
    await expect(closed).toContainText("The crisis team is with her.");
    await expect(closed).toContainText("Priya Raghunathan");
  });
});
