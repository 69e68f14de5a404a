import { alsoEnrolled, Api, enrolled, inHours, newColleague } from "../support/api.ts";
import { meanwhile, part, send } from "../support/parts.ts";
import { accountNamed } from "../support/people.ts";
import { day } from "../support/plan.ts";
import { arrangeRide, partnerLink, partnerServes } from "../support/referral.ts";
import { choose, expect, narrow, rows, signIn, test, type Page } from "../support/test.ts";

const HOSPITAL = accountNamed("dmitri.sokolov");
const NEED = "No way home in a wheelchair";
const RIDE = "A van with a ramp, from the hospital to Elm Street";
const BARRIER = "No van takes the wheelchair";

/** What is to do for somebody about the ride, on the reader's list. */
async function workAboutTheRide(page: Page, name: string) {
  await page.goto("/today");
  await narrow(page, name);
  return rows(page, name).filter({ hasText: "referral" });
}

/** A visit at our office that begins now, with somebody whose time no other journey takes. */
async function officeVisit(api: Api, caseId: string) {
  const colleague = await newColleague();
  const visit = { kind: "office_visit", starts_at: inHours(0), minutes: 5, attendee_ids: [colleague.id] };
  await api.post(`/cases/${caseId}/appointments`, visit);
}

/** Opens the visit whose outcome is to be noted, and begins to note it. */
async function settleVisit(page: Page, outcome: string) {
  await page
    .getByRole("button", { name: /^Open: Visit at our office/ })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: outcome }).click();
}

test("S5: a ride that is missing keeps somebody in hospital; it is arranged, and the record proves what that did", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  const { api, personId, caseId, name } = await enrolled(await Api.signIn());
  await alsoEnrolled(HOSPITAL, personId, "high");
  const ward = await Api.signIn(HOSPITAL);
  const stay = await ward.post(`/people/${personId}/stays`, {
    class: "inpatient",
    facility: "Harbor General",
    reason: "Hip fracture",
    admitted_at: inHours(-24 * 4),
  });
  await api.post(`/people/${personId}/needs`, { kind: "social", title: NEED });
  const row = (words: string) => page.getByRole("row").filter({ hasText: name }).filter({ hasText: words });

  await test.step("before: a visit is missed for want of a ride", async () => {
    await officeVisit(api, caseId);
    await signIn(page, `/people/${personId}?tab=appointments&case=${caseId}`);
    await settleVisit(page, "Person was not there");
    const missing = page.getByRole("dialog", { name: "The person was not there" });
    await missing.getByLabel("What happened").fill(BARRIER);
    await missing.getByRole("button", { name: "Note it" }).click();
    await expect(missing).toBeHidden();
    await expect(page.getByRole("dialog").getByText("Missed", { exact: true })).toBeVisible();
  });

  await test.step("the hospital writes down what is in the way, whose it is, and the day it costs", async () => {
    await meanwhile(browser, HOSPITAL, `/stays/${stay.id}`, async (hospital) => {
      await part(hospital, "Target day").getByRole("button", { name: "Set the target day" }).click();
      await send(hospital, "Set the target day", (dialog) => dialog.getByLabel("Day").fill(day(2)));
      await expect(
        part(hospital, "Target day").getByRole("button", { name: "Move the target day" }),
      ).toBeVisible();
      await part(hospital, "In the way").getByRole("button", { name: "Add a barrier" }).click();
      await send(hospital, "Add a barrier", async (dialog) => {
        await choose(dialog.getByRole("combobox", { name: "Kind" }), "Transport");
        await dialog.getByLabel("What is it?").fill(BARRIER);
        await choose(dialog.getByRole("combobox", { name: "Who removes it?" }), /Maria Okafor/);
      });
      await expect(part(hospital, "In the way")).toContainText("with Maria Okafor");
      await part(hospital, "Avoidable days").getByRole("button", { name: "Mark a day" }).click();
      // The day of the discharge is no patient day; this one is over in every time zone.
      await send(hospital, "Mark a day", async (dialog) => {
        await dialog.getByLabel("Day").fill(day(-2));
        await choose(dialog.getByRole("combobox", { name: "Primary cause" }), "Transport");
      });
      await expect(part(hospital, "Avoidable days").getByRole("listitem")).toHaveText(/Transport/);
    });
  });

  await test.step("the care manager of the health plan arranges a ride, and the partner answers through a link", async () => {
    await page.goto(`/people/${personId}?tab=plan&case=${caseId}`);
    await arrangeRide(page, NEED, "County van service", RIDE);
    const referral = page.url();
    await expect(await workAboutTheRide(page, name)).toHaveCount(1);
    await page.goto(referral);
    await partnerServes(browser, await partnerLink(page, "Dispatch"), RIDE);
  });

  await test.step("only the person's own word closes the loop", async () => {
    await page.reload();
    await expect(page.getByText("Ask the person by", { exact: false })).toBeVisible();
    await page.getByRole("button", { name: "Ask the person" }).click();
    await send(page, "Close the loop");
    await expect(part(page, "What happened").getByText("Confirmed: received")).toBeVisible();
  });

  await test.step("the barrier is out of the way, and the person goes home by the day that was agreed", async () => {
    await meanwhile(browser, HOSPITAL, `/stays/${stay.id}`, async (hospital) => {
      await part(hospital, "In the way")
        .getByRole("button", { name: /^Out of the way/ })
        .click();
      await send(hospital, "Out of the way", (dialog) =>
        dialog.getByLabel("How was it solved?").fill("The county van has a ramp"),
      );
      await expect(part(hospital, "In the way")).toContainText("Out of the way");
      await expect(part(hospital, "In the way")).toContainText("The county van has a ramp");
      await hospital.goto(`/people/${personId}?tab=stays`);
      await hospital.getByRole("button", { name: "Discharge", exact: true }).click();
      await send(hospital, "Discharge", (dialog) => dialog.getByLabel("Destination").fill("Home"));
      await hospital.getByRole("link", { name: /^Way home/ }).click();
      const facts = part(hospital, "What happened");
      await expect(facts).toContainText(/Left by the target day\s*Yes/);
      await hospital.goto(`/measures/avoidable-days?scope=mine&from=${day(-6)}`);
      const counted = hospital.getByRole("row").filter({ hasText: name });
      await expect(counted.filter({ hasText: "A day that was avoidable." })).toHaveCount(1);
      await hospital.goto(`/measures/discharge-by-target?scope=mine&from=${day(-6)}&place=numerator`);
      await expect(counted).toContainText("Left on or before the target day that counts.");
    });
  });

  await test.step("after: the next visit is kept, and nothing about the ride is left to do", async () => {
    await officeVisit(api, caseId);
    await page.goto(`/people/${personId}?tab=appointments&case=${caseId}`);
    await settleVisit(page, "Took place");
    const keep = page.getByRole("dialog", { name: "The appointment took place" });
    await keep.getByRole("button", { name: "Took place" }).click();
    await expect(keep).toBeHidden();
    await expect(page.getByRole("dialog").getByText("Kept", { exact: true })).toBeVisible();
    await expect(await workAboutTheRide(page, name)).toHaveCount(0);
  });

  await test.step("the effect counts: visits missed and kept, the referral that reached the person, each with its proof", async () => {
    const measured = (measure: string, place: string) =>
      page.goto(`/measures/${measure}?scope=mine&from=${day(-7)}&place=${place}`);
    await measured("no-show", "numerator");
    await expect(row("The person was not there.")).toHaveCount(1);
    await measured("no-show", "denominator");
    await expect(row("")).toHaveCount(1);
    await measured("loop-closure", "numerator");
    await expect(row("The person confirmed that they got the service.")).toHaveCount(1);
  });

  await test.step("the timeline tells the way there", async () => {
    await page.goto(`/people/${personId}?tab=timeline`);
    const told = part(page, "Timeline").getByRole("listitem");
    await expect(told.first()).toBeVisible();
    const entries = (await told.allTextContents()).toReversed();
    const places = [
      "Inpatient stay began",
      "Appointment missed: visit at our office",
      "Referral sent: transport",
      "the person received it: transport",
      "Appointment kept: visit at our office",
    ].map((words) => entries.findIndex((entry) => entry.includes(words)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    // Its time is to the minute, those above are to the second.
    await expect(told.filter({ hasText: "Inpatient stay ended" })).toHaveCount(1);
    const closed = told.filter({ hasText: "the person received it: transport" });
    await expect(closed).toContainText("County van service");
    await closed.getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1, name: `Transport for ${name}` })).toBeVisible();
  });
});
