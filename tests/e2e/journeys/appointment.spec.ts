import { Api, enrolled, newColleague } from "../support/api.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

const twoDigits = (value: number) => String(value).padStart(2, "0");

/** A free morning of the next months, as a date-time field wants it: nobody in the demo works that early. */
function someMorning(): { day: string; at: (hour: number) => string } {
  const days = 30 + Math.floor(Math.random() * 180);
  const minute = twoDigits(Math.floor(Math.random() * 12) * 5);
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return { day, at: (hour) => `${day}T${twoDigits(hour)}:${minute}` };
}

test("an appointment is made once, moved in the calendar, and kept with its contact", async ({ page }) => {
  const { api, personId, caseId, name } = await enrolled(await Api.signIn());
  const { day, at } = someMorning();
  await signIn(page, `/people/${personId}?tab=appointments`);
  await expect(page.getByText("No appointment is planned.", { exact: false })).toBeVisible();

  const dialog = page.getByRole("dialog");
  const make = async (time: string) => {
    await page.getByRole("button", { name: "New appointment" }).click();
    await choose(dialog.getByRole("combobox", { name: "Kind" }), "Phone call");
    await dialog.getByLabel("Starts").fill(time);
    await dialog.getByLabel("What for").fill("Weekly call");
    await dialog.getByRole("button", { name: "Make appointment" }).click();
  };
  await make(at(5));
  await expect(page.getByText("Phone call: Weekly call")).toBeVisible();
  await make(at(5));
  await expect(dialog.getByRole("alert")).toContainText("The person has another appointment then");
  await expect(dialog.getByLabel("What for")).toHaveValue("Weekly call");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await page.goto(`/calendar?day=${day}`);
  await page.getByRole("button", { name: new RegExp(name) }).click();
  const panel = page.getByRole("dialog", { name: "Phone call" });
  await expect(panel.getByText("Weekly call")).toBeVisible();
  await expectNoAxeViolation(page);
  await panel.getByRole("button", { name: "Move" }).click();
  const move = page.getByRole("dialog", { name: "Move the appointment" });
  await move.getByLabel("Starts").fill(at(6));
  await move.getByRole("button", { name: "Move" }).click();
  await expect(panel.getByText(/, 6:\d\d AM/)).toBeVisible();
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("button", { name: new RegExp(`${name}.*6:\\d\\d AM`) })).toBeVisible();

  // A colleague leads it, whose time nobody else takes; who takes part joins the care team.
  const colleague = await newColleague();
  await api.post(`/cases/${caseId}/appointments`, {
    kind: "phone_call",
    starts_at: new Date(Date.now() - 60_000).toISOString(),
    minutes: 5,
    attendee_ids: [colleague.id],
  });
  await page.goto(`/people/${personId}?tab=appointments`);
  await page
    .getByRole("button", { name: /^Open: Phone call/ })
    .first()
    .click();
  await panel.getByRole("button", { name: "Took place" }).click();
  const keep = page.getByRole("dialog", { name: "The appointment took place" });
  await keep.getByLabel("In one line (optional)").fill("Sleeps better.");
  await keep.getByRole("button", { name: "Took place" }).click();
  await expect(panel.getByText("Kept", { exact: true })).toBeVisible();
  await panel.getByRole("button", { name: "Close" }).click();
  await page.getByRole("tab", { name: "Contacts" }).click();
  await expect(page.getByText("Sleeps better.")).toBeVisible();
});

for (const width of [1366, 390]) {
  test(`axe finds nothing on the calendar and its dialogs, ${width} pixels wide`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    const { personId } = await enrolled(await Api.signIn());
    await signIn(page, "/calendar?view=week");
    await expect(page.getByRole("heading", { name: "Calendar", level: 1 })).toBeVisible();
    await expectNoAxeViolation(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    await page.goto(`/people/${personId}?tab=appointments`);
    await page.getByRole("button", { name: "New appointment" }).click();
    await expect(page.getByRole("button", { name: "Make appointment" })).toBeVisible();
    await expectNoAxeViolation(page);
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Plan visits" }).click();
    await expect(page.getByRole("button", { name: "Propose visits" })).toBeVisible();
    await expectNoAxeViolation(page);
  });
}
