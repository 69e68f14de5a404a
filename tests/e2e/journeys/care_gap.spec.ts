import { Api } from "../support/api.ts";
import { newName } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

test("a gap says what closes it, stands among those of the panel, and is closed with a paper", async ({
  page,
}) => {
  const api = await Api.signIn();
  const { items: teams } = await api.get("/teams");
  const team = teams.find(({ id }: { id: string }) => id === api.me.teams[0].id);
  const person = await api.post("/people", {
    ...newName(),
    birth_date: "1951-03-04",
    sex: "female",
    language: "en",
  });
  await api.post("/cases", {
    person_id: person.id,
    program_id: team.program.id,
    team_id: team.id,
    tier: "low",
    enrolled_at: new Date(Date.now() - 86_400_000).toISOString(),
  });
  await signIn(page, `/people/${person.id}?tab=plan`);
  const section = page.getByRole("region", { name: "Gaps in care", exact: true });
  await section.getByRole("button", { name: "Open a gap" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(section.getByText("Closed by: A kept visit of this year")).toBeVisible();
  await section.getByRole("button", { name: "Yearly wellness visit: Make a task of it" }).click();
  await expect(dialog.getByLabel("What is to be done")).toHaveValue("Yearly wellness visit: Book the visit");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  const { items: open } = await api.get("/care-gaps?kind=wellness_visit&limit=200");
  expect(open.map(({ person: { id } }: { person: { id: string } }) => id)).toContain(person.id);

  await section.getByRole("button", { name: "Yearly wellness visit: Close it" }).click();
  await dialog.getByRole("combobox", { name: "What shows that it was done" }).click();
  await page.getByRole("option", { name: "A paper from outside" }).click();
  await dialog.getByLabel("Day of the paper").fill("2026-01-15");
  await dialog.getByLabel("Which paper, and where you saw it").fill("Letter of the clinic, in the portal");
  await dialog.getByRole("button", { name: "Close it" }).click();
  await expect(dialog).toBeHidden();
  await expect(section.getByText("No gap is open.")).toBeVisible();
  await section.getByText("Closed and taken back (1)").click();
  await expect(section.getByText("Letter of the clinic, in the portal")).toBeVisible();
});
