import { Api, enrolled, inHours } from "../support/api.ts";
import { accountNamed } from "../support/people.ts";
import { choose, expect, signIn, test, type Page } from "../support/test.ts";
import { day } from "../support/plan.ts";

const HOSPITAL = accountNamed("dmitri.sokolov");

const part = (page: Page, name: string | RegExp) => page.getByRole("region", { name });

/** Fills the dialog that is open and sends it. */
async function send(
  page: Page,
  button: string,
  fill: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>,
) {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await fill(dialog);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

test("from admission to home: the morning's list leads to what is missing, and the discharge to what is due", async ({
  page,
}) => {
  test.slow();
  const { api, personId, name } = await enrolled(await Api.signIn(HOSPITAL), "high");
  await api.post(`/people/${personId}/coverages`, { payer: "Medicare", kind: "medicare" });
  await api.post(`/people/${personId}/stays`, {
    class: "inpatient",
    facility: "Harbor General",
    reason: "Heart failure",
    admitted_at: inHours(-20),
  });

  await signIn(page, "/hospital-desk", HOSPITAL);
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("Set a target day");
  await expect(row).toContainText("Initial assessment within 24 hours of admission");
  await row.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name: `Way home: ${name}`, level: 1 })).toBeVisible();
  // Tabs and histories are not private: the title of the tab names nobody.
  await expect(page).toHaveTitle("Way home · Tend");
  await expect(part(page, "What is due")).toContainText("Important Message from Medicare within 2 days");

  await part(page, "Target day").getByRole("button", { name: "Set the target day" }).click();
  await send(page, "Set the target day", async (dialog) => dialog.getByLabel("Day").fill(day(2)));
  await part(page, "What happened").getByRole("button", { name: "Edit" }).click();
  await send(page, "Save", async (dialog) => {
    await choose(dialog.getByRole("combobox", { name: "Goes to" }), "Skilled nursing facility");
    await choose(dialog.getByRole("combobox", { name: "Decisions afterwards" }), /^High/);
    await dialog.getByLabel("Expected days").fill("4.1");
  });
  await expect(part(page, "What happened")).toContainText("of 4.1 expected");

  await part(page, "In the way").getByRole("button", { name: "Add a barrier" }).click();
  await send(page, "Add a barrier", async (dialog) =>
    dialog.getByLabel("What is it?").fill("No bed that takes the wound pump"),
  );
  // The next step names the version that is on the screen, so each waits for what the one before wrote.
  await expect(part(page, "In the way")).toContainText("No bed that takes the wound pump");
  await part(page, "Facilities").getByRole("button", { name: "Ask a facility" }).click();
  await send(page, "Ask a facility", async (dialog) => dialog.getByLabel("Facility").fill("Cedar Point"));
  await part(page, "Facilities")
    .getByRole("button", { name: /^Note the answer/ })
    .click();
  await send(page, "Note the answer", async () => {});
  await part(page, "Facilities")
    .getByRole("button", { name: /^Note the choice/ })
    .click();
  await send(page, "Note the choice", async () => {});
  await expect(part(page, "Facilities")).toContainText("Chosen by: The person");
  await part(page, "In the way")
    .getByRole("button", { name: /^Out of the way/ })
    .click();
  await send(page, "Out of the way", async (dialog) =>
    dialog.getByLabel("How was it solved?").fill("Cedar Point takes it"),
  );
  await expect(part(page, "In the way")).toContainText("Cedar Point takes it");

  await part(page, "Medicare's notices").getByRole("button", { name: "Note a notice" }).click();
  await send(page, "Note a notice", async () => {});
  await expect(part(page, "Medicare's notices")).toContainText("Important Message from Medicare:");
  await expect(part(page, "What is due")).not.toContainText("Important Message from Medicare within 2 days");
  await part(page, "What was promised").getByRole("button", { name: "Add a promise" }).click();
  await send(page, "Add a promise", async (dialog) =>
    dialog.getByLabel("What, with whom, where").fill("Dr. Ito, 10:30"),
  );
  await expect(part(page, "What was promised")).toContainText("Dr. Ito, 10:30");
  await part(page, /^Checklist/)
    .getByRole("button", { name: /^Done.*Transfer orders/ })
    .click();
  await expect(part(page, /^Checklist/)).toContainText("Done, Dmitri Sokolov");

  await page.getByRole("link", { name: "Open the person" }).click();
  await page.getByRole("button", { name: "Discharge", exact: true }).click();
  await send(page, "Discharge", async (dialog) => dialog.getByLabel("Destination").fill("Cedar Point"));
  await page.getByRole("link", { name: /^Way home/ }).click();
  await expect(page.getByText("On the way home")).toBeVisible();
  await expect(part(page, "What is due")).toContainText("Reached within 7 days of discharge");
  await part(page, "What was promised")
    .getByRole("button", { name: /^What became of it/ })
    .click();
  await send(page, "Save", async () => {});
  await expect(part(page, "What was promised")).toContainText("It took place");
  await page.getByRole("button", { name: "Close the transition" }).click();
  await expect(page.getByText(/^Closed .* by Dmitri Sokolov/)).toBeVisible();
});

test("who receives somebody sees what is due and why, and compares medicines", async ({ page }) => {
  const { api, personId, name } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/stays`, {
    class: "inpatient",
    facility: "Harbor General",
    admitted_at: inHours(-120),
    discharged_at: inHours(-30),
  });
  await signIn(page, "/hospital-desk?way=receiving");
  await page.getByRole("row").filter({ hasText: name }).getByRole("link", { name }).click();
  const due = part(page, "What is due");
  const medicines = due.getByRole("listitem").filter({ hasText: "Medicines reconciled within 30 days" });
  await medicines.first().getByRole("button", { name: "Why this time" }).click();
  await expect(medicines.first()).toContainText("K-8.reconciliation");
  await part(page, "Medicines").getByRole("button", { name: "Note the comparison" }).click();
  await send(page, "Note the comparison", async (dialog) => {
    await dialog.getByRole("radio", { name: "They differed and were corrected" }).click();
    await dialog.getByLabel("What differed, and what was done").fill("Two water pills; one is stopped");
  });
  await expect(part(page, "Medicines")).toContainText("Two water pills");
  await expect(medicines).toHaveCount(0);
});
