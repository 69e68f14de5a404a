import { alsoEnrolled, Api, enrolled } from "../support/api.ts";
import { chooseIn, inDays, noteCriteria } from "../support/authorization.ts";
import { adt, send as fromHospital } from "../support/hospital.ts";
import { meanwhile, part, send } from "../support/parts.ts";
import { accountNamed, accountOf, newName } from "../support/people.ts";
import { day } from "../support/plan.ts";
import { expect, signIn, test } from "../support/test.ts";

const HOSPITAL = accountNamed("dmitri.sokolov");
const SUBSET = "Subacute and SNF: Wound care";
const REASON = "Two weeks of wound care are enough by the criteria; after that a nurse comes home.";

test("S2: criteria of InterQual and a second look by a physician drive a decision, and the record shows how", async ({
  page,
  browser,
}) => {
  test.slow();
  const { personId, caseId } = await enrolled(await Api.signIn(HOSPITAL), "high");
  await alsoEnrolled(accountOf("care_manager"), personId);
  const dialog = page.getByRole("dialog");

  await test.step("the hospital asks the plan for days in a nursing facility", async () => {
    await signIn(page, `/people/${personId}?tab=authorizations&case=${caseId}`, HOSPITAL);
    await page.getByRole("button", { name: "New request" }).click();
    await dialog.getByRole("textbox", { name: "Service", exact: true }).fill("Days in a nursing facility");
    await chooseIn(page, "Kind of service", "Nursing or rehab facility");
    await dialog.getByLabel("Units asked for").fill("21");
    await chooseIn(page, "Counted in", "days");
    await dialog.getByLabel("First day").fill(inDays(0));
    await dialog.getByLabel("Last day").fill(inDays(21));
    await dialog.getByLabel("Why the person needs it").fill("An open wound that is dressed twice a day");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Days in a nursing facility" })).toBeVisible();
    await page.getByRole("button", { name: "Hand in" }).click();
    await send(page, "Hand in");
    await expect(page.getByText(/rule T-6.standard/)).toBeVisible();
  });
  const path = new URL(page.url()).pathname;

  await test.step("the plan notes its criteria, which are met in part, and asks a physician", async () => {
    await meanwhile(browser, accountOf("lead"), path, async (plan) => {
      await noteCriteria(plan, "met in part", SUBSET);
      await expect(part(plan, "Review")).toContainText(`InterQual 2026: ${SUBSET}`);
      await plan.getByRole("button", { name: "Refer to a physician advisor" }).click();
      await send(plan, "Refer to a physician advisor", (asking) =>
        asking.getByLabel("What to look at").fill("The criteria carry 14 of 21 days."),
      );
      await expect(plan.getByText("With a physician advisor").first()).toBeVisible();
    });
  });

  await test.step("the physician talks with the one who asks, and approves what the criteria carry", async () => {
    await meanwhile(browser, accountOf("physician_advisor"), path, async (advisor) => {
      await advisor.getByRole("button", { name: "Note a peer-to-peer talk" }).click();
      await send(advisor, "Save", async (talk) => {
        await talk.getByLabel("Treating physician").fill("Dr. Ama Osei");
        await talk.getByLabel("What was said").fill("Fourteen days, then a nurse at home.");
      });
      await expect(part(advisor, "Review")).toContainText("Talk with Dr. Ama Osei");
      await advisor.getByRole("button", { name: "Decide" }).click();
      const deciding = advisor.getByRole("dialog");
      await expect(deciding).toContainText(`Rests on InterQual 2026, ${SUBSET}: met in part`);
      await chooseIn(advisor, "Decision", "Approve in part");
      await deciding.getByLabel("Approved units").fill("14");
      await chooseIn(advisor, "Specific reason", "More than the criteria support");
      await deciding.getByLabel("The reason in words").fill(REASON);
      await deciding.getByRole("button", { name: "Save the decision" }).click();
      await expect(deciding).toBeHidden();
    });
  });

  await test.step("who asked reads what drove it, what may follow, and who did what", async () => {
    await page.reload();
    const decision = part(page, "Decision");
    await expect(decision).toContainText("More than the criteria support");
    await expect(decision).toContainText(REASON);
    await expect(decision).toContainText(`Rests on InterQual 2026, ${SUBSET}: met in part`);
    await expect(decision).toContainText("May be appealed up to");
    await expect(part(page, "Units")).toContainText("14 of 14 left");
    await expect(part(page, "History").getByText("The criteria carry 14 of 21 days.")).toBeVisible();
  });
});

test("S2: a gap in what HEDIS asks for leads to a call, and the call closes it with its proof", async ({
  page,
}) => {
  test.slow();
  const number = newName().family_name;
  const numbers = { identifiers: [{ system: "HARBOR", value: number }] };
  const { personId, name } = await enrolled(await Api.signIn(), "high", numbers);
  await alsoEnrolled(HOSPITAL, personId);
  const [given_name = "", family_name = ""] = name.split(" ");
  const patient = { number, given_name, family_name };
  expect(
    await fromHospital(adt("A01", 5, patient, `V-${number}`), adt("A03", 2, patient, `V-${number}`)),
  ).toEqual(["AA", "AA"]);
  const measure = (place: string) => `/measures/outreach-7?scope=mine&from=${day(-6)}&place=${place}`;
  const row = page.getByRole("row").filter({ hasText: name });

  await test.step("the measure says whom nobody reached yet, and by which rule", async () => {
    await signIn(page, measure("pending"));
    await expect(page.getByRole("heading", { name: "Reached soon after discharge", level: 1 })).toBeVisible();
    await expect(page.getByText(/HEDIS TRC/).first()).toBeVisible();
    await expect(row).toContainText("Still open and not yet due: not counted yet.");
  });

  await test.step("the list leads to the person, who is called", async () => {
    await row.getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await page.getByRole("banner").getByRole("button", { name: "Log a contact" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("In one line (optional)").fill("Home, the wound is dry.");
    await dialog.getByRole("button", { name: "Log the contact" }).click();
    await expect(dialog.getByText(/Reached within 7 days of discharge/)).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
  });

  await test.step("the gap is closed, and the proof names the record behind it", async () => {
    await page.goto(measure("numerator"));
    await expect(row).toContainText("Met in time.");
    await expect(row).toContainText("Rule T-4.outreach_7");
  });
});
