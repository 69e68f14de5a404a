import { alsoEnrolled, Api } from "../support/api.ts";
import { inDays } from "../support/authorization.ts";
import { bundleOf } from "../support/bundle.ts";
import { adt, send as fromHospital } from "../support/hospital.ts";
import { meanwhile, part, send } from "../support/parts.ts";
import { accountNamed, accountOf, newName } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

const HOSPITAL = accountNamed("dmitri.sokolov");
const MARIA = accountOf("care_manager");
const PORTAL = "Availity · AV-20417 · Under review";

test("S6: what another system holds comes once: a bundle and the hospital's messages fill the record, a coverage fills the request, the portal's number stands beside it", async ({
  page,
  browser,
}) => {
  test.setTimeout(150_000);
  const names = newName();
  const name = `${names.given_name} ${names.family_name}`;
  const patient = { ...names, number: `H-${names.family_name}`, born: "19570504" };
  const director = await Api.signIn(accountOf("director"));

  await test.step("the record of another system is brought in as a bundle", async () => {
    await signIn(page, "/import", accountOf("director"));
    await page.locator("input[type=file]").setInputFiles({
      name: "bundle.json",
      mimeType: "application/fhir+json",
      buffer: Buffer.from(bundleOf(names.given_name, names.family_name, 8)),
    });
    await page.getByRole("button", { name: "Try it" }).click();
    await part(page, "Report of the try").getByRole("button", { name: "Import it now" }).click();
    await expect(
      part(page, "Report")
        .last()
        .getByRole("row", { name: /^Encounter/ }),
    ).toHaveText(/Encounter\s*1\s*1\s*0\s*0\s*0/);
  });

  await test.step("the hospital admits under a number of its own: somebody says once who that is", async () => {
    expect(await fromHospital(adt("A01", 4, patient, `V-${patient.number}`))).toEqual(["AA"]);
    await page.goto("/hospital-feed");
    await page.getByRole("button", { name: `Decide who ${name} is` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: new RegExp(name) }).click();
    await expect(dialog.getByText("Same last name")).toBeVisible();
    await dialog.getByRole("button", { name: "Link to this person" }).click();
    await expect(dialog).toHaveCount(0);
    expect(await fromHospital(adt("A03", 2, patient, `V-${patient.number}`))).toEqual(["AA"]);
  });

  const found = await director.post("/people/search", { text: names.family_name });
  const personId: string = found.items[0].id;
  await director.post(`/people/${personId}/coverages`, {
    payer: "Empire Meadow Medicaid",
    kind: "medicaid",
    line: "medicaid_mco",
    member_id: "EM-204",
  });
  const caseId = await alsoEnrolled(MARIA, personId);
  await alsoEnrolled(HOSPITAL, personId, "high");

  await test.step("the hospital's case manager finds both stays, and types none of it", async () => {
    await meanwhile(browser, HOSPITAL, `/people/${personId}?tab=stays`, async (ward) => {
      const stays = part(ward, "Stays").getByRole("listitem");
      await expect(stays).toHaveCount(2);
      await expect(stays.first()).toContainText("From the hospital");
      await expect(stays.first()).toContainText("Readmitted after 4 days");
      await stays
        .first()
        .getByRole("link", { name: /^Way home/ })
        .click();
      await expect(part(ward, "What happened")).toContainText("Complex Care Management (Maria Okafor)");
      await expect(part(ward, "What is due")).toContainText("Reached within 7 days of discharge");
    });
  });

  await test.step("the care manager of the plan has what the other system knew, and logs one call for everything", async () => {
    await meanwhile(browser, MARIA, `/people/${personId}?case=${caseId}`, async (plan) => {
      await expect(plan.getByRole("heading", { name, level: 1 })).toBeVisible();
      await expect(part(plan, "Needs").getByText("Heart failure")).toBeVisible();
      await plan.getByRole("banner").getByRole("button", { name: "Log a contact" }).click();
      const dialog = plan.getByRole("dialog");
      await dialog.getByLabel("Write the note now").check();
      await dialog.getByRole("textbox", { name: "Note", exact: true }).fill("Weighs herself each morning.");
      await dialog.getByRole("button", { name: "Log the contact" }).click();
      await expect(dialog.getByText(/Reached within 7 days of discharge/)).toBeVisible();
      await dialog.getByRole("button", { name: "Done" }).click();
      await plan.getByRole("tab", { name: "Contacts and notes" }).click();
      await expect(part(plan, "Notes").getByText("Weighs herself each morning.")).toBeVisible();
    });
  });

  await test.step("a request takes the line from the coverage, and the number of the payer's portal is kept with it", async () => {
    await meanwhile(browser, MARIA, `/people/${personId}?tab=authorizations&case=${caseId}`, async (plan) => {
      await plan.getByRole("button", { name: "New request" }).click();
      const dialog = plan.getByRole("dialog");
      await dialog.getByText("We ask", { exact: true }).click();
      await expect(dialog.getByLabel("Coverage", { exact: true })).toHaveValue("Empire Meadow Medicaid");
      await expect(dialog.getByLabel("Line of business")).toHaveValue("Medicaid managed care");
      await dialog.getByRole("textbox", { name: "Service", exact: true }).fill("Nurse at home");
      await dialog.getByLabel("Units asked for").fill("8");
      await dialog.getByLabel("First day").fill(inDays(0));
      await dialog.getByLabel("Last day").fill(inDays(30));
      await dialog.getByLabel("Why the person needs it").fill("Two stays for the heart in two weeks");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(plan.getByRole("heading", { level: 1, name: "Nurse at home" })).toBeVisible();
      const papers = part(plan, "Documents").getByRole("radiogroup");
      for (const paper of await papers.all()) {
        await paper.getByText("There", { exact: true }).click();
        await expect(paper.getByRole("radio", { name: "There" })).toBeChecked();
      }
      await plan.getByRole("button", { name: "Hand in" }).click();
      await send(plan, "Hand in");
      await plan.getByRole("button", { name: "Portal", exact: true }).click();
      await send(plan, "Save", async (portal) => {
        await portal.getByRole("textbox", { name: "Portal", exact: true }).fill("Availity");
        await portal.getByLabel("The payer's number").fill("AV-20417");
        await portal.getByLabel("What the portal says").fill("Under review");
      });
      await expect(part(plan, "What is asked for")).toContainText(PORTAL);
      await plan.getByRole("button", { name: "Note the payer's decision" }).click();
      await send(plan, "Save the decision");
      await expect(part(plan, "Units")).toContainText("8 of 8 left");
    });
  });

  await test.step("the hospital reads the number and the decision in the same record", async () => {
    await meanwhile(browser, HOSPITAL, `/people/${personId}?tab=authorizations`, async (ward) => {
      await ward.getByRole("link", { name: /Nurse at home/ }).click();
      await expect(part(ward, "What is asked for")).toContainText(PORTAL);
      await expect(ward.getByText("Approved", { exact: true }).first()).toBeVisible();
      await ward.goto(`/people/${personId}?tab=timeline`);
      const told = part(ward, "Timeline").getByRole("listitem");
      await expect(told.filter({ hasText: "Inpatient stay began" })).toHaveCount(2);
      await expect(told.filter({ hasText: "Authorization approved" })).toContainText("Nurse at home");
    });
  });
});
