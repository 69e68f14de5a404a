import { alsoEnrolled, Api, enrolled, newColleague } from "../support/api.ts";
import { assessInHospital } from "../support/assessment.ts";
import { declineTheRest, go, saved } from "../support/comprehensive.ts";
import { adt, send as fromHospital } from "../support/hospital.ts";
import { meanwhile, part, send } from "../support/parts.ts";
import { accountNamed, newName } from "../support/people.ts";
import { day, writePlan } from "../support/plan.ts";
import { choose, expect, signIn, test, type Page } from "../support/test.ts";

const HOSPITAL = accountNamed("dmitri.sokolov");
const GOAL = "A warm meal every day";

/** What is open on the way home, by the title of its rule. */
const due = (page: Page, rule: string) =>
  part(page, "What is due").getByRole("listitem").filter({ hasText: rule });

async function takeInitialAssessment(page: Page) {
  await page.getByRole("button", { name: "Start a comprehensive assessment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("This is the initial assessment of the case").check();
  await dialog.getByRole("button", { name: "Start" }).click();
  await go(page, "Food, housing, rides");
  const food = page.getByRole("group", { name: /Is there enough to eat/ });
  await food.getByRole("radio", { name: "Often not" }).check();
  await saved(page);
  const proposed = part(page, "Needs that the answers propose");
  await proposed.getByRole("button", { name: "Add to the needs: Not enough to eat" }).click();
  await expect(proposed).toContainText("added it to the needs");
  await declineTheRest(page);
  await page.getByRole("button", { name: "Complete", exact: true }).click();
  await expect(page.getByText(/^All sections on/)).toBeVisible();
}

async function logContactWithNote(page: Page) {
  await page.getByRole("banner").getByRole("button", { name: "Log a contact" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("In one line (optional)").fill("Meals on wheels would be welcome.");
  await dialog.getByLabel("Write the note now").check();
  await dialog
    .getByRole("textbox", { name: "Note", exact: true })
    .fill("Cooks for one and skips the evening.");
  await dialog.getByRole("button", { name: "Log the contact" }).click();
  await expect(dialog.getByText("Contact logged")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
}

test("S1: one complex case, from the first assessment to the outcome, stands in one record across two programs", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  const number = newName().family_name;
  const numbers = { identifiers: [{ system: "HARBOR", value: number }] };
  const { api, personId, caseId, name } = await enrolled(await Api.signIn(), "complex", numbers);
  const [given_name = "", family_name = ""] = name.split(" ");
  const patient = { number, given_name, family_name };
  const hospitalCase = await alsoEnrolled(HOSPITAL, personId, "high");
  const record = (tab: string) => `/people/${personId}?tab=${tab}&case=${caseId}`;

  await test.step("the initial assessment finds a need", async () => {
    await signIn(page, record("assessments"));
    await takeInitialAssessment(page);
  });

  await test.step("the plan answers the need with a goal, and is approved in time", async () => {
    await page.goto(record("plan"));
    await expect(page.getByText("Not enough to eat").first()).toBeVisible();
    await writePlan(page, GOAL, "Arrange meals for the evening");
  });

  await test.step("a call is logged and its note is signed with it", async () => {
    await page.goto(record("contacts"));
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await logContactWithNote(page);
    await expect(part(page, "Contacts").getByText("Meals on wheels would be welcome.")).toBeVisible();
    await expect(part(page, "Notes").getByText("Cooks for one and skips the evening.")).toBeVisible();
  });

  await test.step("the hospital admits, and its case manager works in the same record", async () => {
    expect(await fromHospital(adt("A01", 0, patient, `V-${number}`))).toEqual(["AA"]);
    await meanwhile(browser, HOSPITAL, "/hospital-desk", async (ward) => {
      await ward.getByRole("row").filter({ hasText: name }).getByRole("link", { name }).click();
      await expect(due(ward, "Initial assessment within 24 hours of admission")).toHaveCount(1);
      await part(ward, "Target day").getByRole("button", { name: "Set the target day" }).click();
      await send(ward, "Set the target day", (dialog) => dialog.getByLabel("Day").fill(day(1)));
      await expect(
        part(ward, "Target day").getByRole("button", { name: "Move the target day" }),
      ).toBeVisible();
      await part(ward, "What was promised").getByRole("button", { name: "Add a promise" }).click();
      await send(ward, "Add a promise", (dialog) =>
        dialog.getByLabel("What, with whom, where").fill("Dr. Ito looks at the wound"),
      );
      await expect(part(ward, "What was promised")).toContainText("Dr. Ito looks at the wound");
      const wayHome = ward.url();
      await ward.goto(`/people/${personId}?tab=plan&case=${hospitalCase}`);
      await expect(ward.getByText("Not enough to eat").first()).toBeVisible();
      await ward.getByRole("tab", { name: "Assessments" }).click();
      await assessInHospital(ward);
      await ward.goto(wayHome);
      await expect(due(ward, "Initial assessment within 24 hours of admission")).toHaveCount(0);
    });
  });

  await test.step("the discharge comes from the hospital, and the way home is followed to its end", async () => {
    expect(await fromHospital(adt("A03", 0, patient, `V-${number}`))).toEqual(["AA"]);
    const colleague = await newColleague();
    await api.post(`/cases/${caseId}/appointments`, {
      kind: "office_visit",
      title: "Wound after the stay",
      starts_at: new Date().toISOString(),
      minutes: 5,
      attendee_ids: [colleague.id],
    });
    await page.goto("/hospital-desk?way=receiving");
    await page.getByRole("row").filter({ hasText: name }).getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { name: `Way home: ${name}`, level: 1 })).toBeVisible();
    await expect(page.getByText("On the way home", { exact: true })).toBeVisible();
    await expect(due(page, "Reached within 7 days of discharge")).not.toHaveCount(0);
    await part(page, "Medicines").getByRole("button", { name: "Note the comparison" }).click();
    await send(page, "Note the comparison");
    await expect(part(page, "Medicines")).toContainText("All lists agree");
    await part(page, "What was promised")
      .getByRole("button", { name: /^What became of it/ })
      .click();
    await send(page, "Save");
    await expect(part(page, "What was promised")).toContainText("It took place");
    await page.getByRole("button", { name: "Close the transition" }).click();
    await expect(page.getByText(/^Closed .* by Maria Okafor/)).toBeVisible();
  });

  await test.step("the visit after the stay is kept", async () => {
    await page.goto(record("appointments"));
    await page
      .getByRole("button", { name: /^Open: Visit at our office/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Took place" }).click();
    const keep = page.getByRole("dialog", { name: "The appointment took place" });
    await keep.getByLabel("The person saw a physician or practitioner").check();
    await keep.getByRole("button", { name: "Took place" }).click();
    await expect(keep).toBeHidden();
    await expect(page.getByRole("dialog").getByText("Kept", { exact: true })).toBeVisible();
  });

  await test.step("the goal is reached, and the case ends with that outcome", async () => {
    const { care_plans: plans } = await api.get(`/people/${personId}/overview`);
    await page.goto(`/care-plans/${plans[0].id}`);
    const goal = page.getByRole("article", { name: GOAL });
    await goal.getByRole("button", { name: "Record progress" }).click();
    await send(page, "Record progress", async (dialog) => {
      await dialog.getByLabel("Value (days)").fill("7");
      await choose(dialog.getByRole("combobox", { name: "Achievement" }), "Reached");
    });
    await expect(goal).toContainText("100% of the way");
    await page.goto(record("overview"));
    await page.getByRole("main").getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Close the case" }).click();
    await send(page, "Close the case", async (dialog) => {
      await choose(dialog.getByRole("combobox", { name: "Outcome" }), "Goals met");
      await dialog.getByLabel("Reason").fill("Eats a warm meal every day.");
    });
    await expect(page.getByText("Case closed")).toBeVisible();
  });

  await test.step("the timeline tells all of it in order", async () => {
    await page.getByRole("tab", { name: "Timeline" }).click();
    const entries = part(page, "Timeline").getByRole("listitem");
    await expect(entries.first()).toContainText("Case closed: goals met");
    const told = (await entries.allTextContents()).toReversed();
    const place = (words: string) => told.findIndex((entry) => entry.includes(words));
    const order = [
      "Enrolled",
      "Comprehensive assessment completed",
      "Care plan approved, revision 1",
      "Inpatient stay began",
      "GAD-7",
      "Inpatient stay ended",
      "Appointment kept: visit at our office",
      "Case closed: goals met",
    ].map(place);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect([...order, place("Phone, reached"), place("Cooks for one")]).not.toContain(-1);
  });
});
