import { Api, enrolled, inHours } from "../support/api.ts";
import { expect, rows, signIn, test } from "../support/test.ts";

// Scenario S3: two high-acuity issues arise at once on a full caseload; the list is ranked anew and explains why.

test("two high-acuity issues at once lead Today, and each says why it stands there", async ({ page }) => {
  const api = await Api.signIn();
  const people = [await enrolled(api, "complex"), await enrolled(api, "high")];
  for (const { caseId } of people) {
    const due = {
      case_id: caseId,
      title: "Ask about sleep",
      kind: "call",
      priority: "routine",
      due_at: inHours(90),
    };
    await api.post("/tasks", due);
  }
  const ids = people.map(({ personId }) => personId);
  const before = await api.get("/today?limit=200");
  const early = before.items.filter((item: { person: { id: string } }) => ids.includes(item.person.id));
  expect(early.some(({ kind }: { kind: string }) => kind === "alert")).toBe(false);
  const load = await api.get(`/caseloads/${api.me.id}`);
  expect(load.worker.load.cases).toBeGreaterThan(people.length);
  for (const { caseId } of people) {
    const begun = await api.post(`/cases/${caseId}/assessments`, {
      instrument: "phq-9",
      mode: "phone",
      answers: { "9": 2 },
    });
    await api.post(`/assessments/${begun.id}/complete`, {}, begun.version);
  }
  const { items } = await api.get("/today?limit=200");
  const own = items.filter((item: { person: { id: string } }) => ids.includes(item.person.id));
  const alerts = own.filter(({ kind }: { kind: string }) => kind === "alert");
  expect(alerts.map((item: { person: { id: string } }) => item.person.id)).toEqual(ids);
  const first = own.findIndex(({ kind }: { kind: string }) => kind !== "alert");
  expect(first).toBe(alerts.length);

  const name = people[0]?.name ?? "";
  await signIn(page);
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(name.split(" ")[1] ?? name);
  await expect(rows(page).filter({ hasNotText: name })).toHaveCount(0);
  await rows(page, name).first().locator("[data-why]").click();
  const reasons = page.getByRole("dialog", { name: /^Why here/ });
  await expect(reasons.getByTestId("score-sum")).toBeVisible();
  await expect(reasons.locator("tbody tr")).not.toHaveCount(0);
});
