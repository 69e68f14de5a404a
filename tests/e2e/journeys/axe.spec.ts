import { Api, enrolled, inHours } from "../support/api.ts";
import { requestContent } from "../support/authorization.ts";
import { approvedPlan, day } from "../support/plan.ts";
import { crisisContent } from "../support/crisis.ts";
import { adt, send } from "../support/hospital.ts";
import { accountNamed, accountOf, newName } from "../support/people.ts";
import { homeVisit } from "../support/visit.ts";
import { expect, expectNoAxeViolation, grid, signIn, test, type Page } from "../support/test.ts";

// Ten screens in one test, each looked at twice.
test.describe.configure({ timeout: 180_000 });

/** Goes to a screen as a link in the app does, and waits until it shows its heading and nothing is loading. */
async function visit(page: Page, path: string) {
  await page.evaluate((to) => window.history.pushState({}, "", to), path);
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
  const tab = new URL(path, "http://tend").searchParams.get("tab");
  if (tab) await expect(page.locator(`[role="tab"][aria-selected="true"][id$="-${tab}"]`)).toBeVisible();
  await expect(page.locator(".mantine-Skeleton-root")).toHaveCount(0);
  await page.waitForFunction((to) => window.location.href.endsWith(to), path);
  // The heading of the screen before may still have stood there: it must stay for longer than the quiet wait of a new one.
  await expect(async () => {
    await page.waitForTimeout(300);
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible({ timeout: 1 });
    await expect(page.locator(".mantine-Skeleton-root")).toHaveCount(0, { timeout: 1 });
  }).toPass();
}

// Many screens, each looked at twice: this takes long on a slow machine.
test.describe.configure({ timeout: 300_000 });
// Dialogs fade in otherwise, and half-way every contrast is too low.
test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const width of [1366, 390]) {
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: width === 390 ? 844 : 900 } });

    test("axe finds nothing on the sign-in and lock screens", async ({ page }) => {
      await page.goto("/");
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
      await expectNoAxeViolation(page);
      await signIn(page);
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Lock the screen" }).click();
      await expect(page.getByRole("heading", { name: "Locked" })).toBeVisible();
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on Today, its reasons and the dialog of a contact", async ({ page }) => {
      await signIn(page);
      await expect(grid(page)).toBeVisible();
      await expectNoAxeViolation(page);
      await page.locator("[data-why]").first().click();
      await expect(page.getByTestId("score-sum")).toBeVisible();
      await expectNoAxeViolation(page);
      await page.keyboard.press("Escape");
      await page.keyboard.press("c");
      await expect(page.getByRole("button", { name: "Log the contact" })).toBeVisible();
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on one's visits and their dialogs", async ({ page }) => {
      // Axe takes what the bar at a phone's lower edge leaves of a button for its size: nothing lies under it on a page this tall.
      await page.setViewportSize({ width, height: 4000 });
      const { api, caseId, name } = await enrolled(await Api.signIn());
      const { id, startsAt } = await homeVisit(api, caseId);
      await page.clock.setFixedTime(startsAt);
      await signIn(page, "/visit-day");
      const stop = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
      await stop.getByRole("button", { name: "Safety check", exact: true }).click();
      await expect(page.getByRole("button", { name: "Save the check" })).toBeVisible();
      await expectNoAxeViolation(page);
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      const answers = {
        violence: "known",
        animals: "loose",
        infection: "precautions",
        surroundings: "careful",
        reception: "poor",
        alone: true,
      };
      const checked = await api.post(`/appointments/${id}/visit`, { answers, result: "not_alone" });
      const director = await Api.signIn(accountOf("director"));
      await page.reload();
      await expect(stop.getByText(/^Waits for an answer of/)).toBeVisible();
      await expectNoAxeViolation(page);
      const decided = await director.post(
        `/visits/${checked.id}/decide`,
        { answer: "alone", reason: "A neighbor is there." },
        checked.version,
      );
      await api.post(`/visits/${checked.id}/arrive`, { minutes: 30 }, decided.version);
      await page.reload();
      await stop.getByRole("button", { name: "I am leaving" }).click();
      await page.getByRole("checkbox", { name: "This was earlier" }).check();
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on the screens of a person", async ({ page }) => {
      const { api, personId, caseId } = await enrolled(await Api.signIn(), "complex");
      const assessment = await api.post(`/cases/${caseId}/assessments`, {
        instrument: "phq-9",
        mode: "phone",
        initial: false,
        answers: {},
        performed_at: new Date().toISOString(),
      });
      const plan = await api.post(`/cases/${caseId}/care-plans`, { kind: "comprehensive" });
      const kept = await approvedPlan(api, personId, caseId);
      const crisis = await api.post(`/people/${personId}/crisis-plans`, { content: crisisContent });
      await api.post(`/crisis-plans/${crisis.id}/approve`, {}, crisis.version);
      const note = await api.post(`/cases/${caseId}/notes`, {
        kind: "progress",
        title: "Progress note",
        body: "",
      });
      const structured = await api.post(`/cases/${caseId}/notes`, {
        kind: "progress",
        title: "Progress note",
        template: "soap",
      });
      const referral = await api.post(`/cases/${caseId}/referrals`, {
        kind: "housing",
        recipient: "Housing desk",
        request: "A home on the ground floor",
      });
      for (const [hours, value] of [
        [30, 128],
        [6, 190],
      ] as const) {
        const taken_at = inHours(-hours);
        await api.post(`/people/${personId}/readings`, {
          kind: "blood_pressure",
          value,
          second: 82,
          taken_at,
        });
      }
      const body = { side: "reviewed", content: requestContent };
      const request = await api.post(`/cases/${caseId}/authorizations`, body);
      await api.post(`/authorizations/${request.id}/submit`, {}, request.version);
      await signIn(page);
      for (const tab of [
        "overview",
        "plan",
        "assessments",
        "contacts",
        "appointments",
        "team",
        "sharing",
        "stays",
        "readings",
        "referrals",
        "authorizations",
        "teaching",
        "timeline",
        "access",
      ]) {
        await visit(page, `/people/${personId}?tab=${tab}`);
        await expectNoAxeViolation(page);
      }
      const crisisPlan = `/crisis-plans/${crisis.id}`;
      for (const path of [
        `/assessments/${assessment.id}`,
        `/care-plans/${plan.id}`,
        `/care-plans/${kept}`,
        `/notes/${note.id}`,
        `/notes/${structured.id}`,
        "/notes?status=turnaround",
        "/education",
        "/education?item=falls_at_home&language=es",
        "/referrals",
        `/referrals/${referral.id}`,
        `/authorizations/${request.id}`,
        "/billing",
        `/cases/${caseId}/billing`,
        crisisPlan,
        `${crisisPlan}/print`,
      ]) {
        await visit(page, path);
        await expectNoAxeViolation(page);
      }
      await visit(page, `/care-plans/${kept}`);
      await page.getByRole("button", { name: "Show the course" }).click();
      await page.getByRole("button", { name: /^Each time/ }).click();
      await expect(page.getByRole("table")).toHaveCount(2);
      await expectNoAxeViolation(page);
      await visit(page, crisisPlan);
      await page.getByRole("button", { name: "Revise" }).click();
      await page.getByLabel("Why is it revised?").fill("Somebody new to call");
      await page.getByRole("dialog").getByRole("button", { name: "Revise" }).click();
      await expect(page.getByRole("button", { name: "Add a warning sign" })).toBeVisible();
      await expectNoAxeViolation(page);
      await visit(page, `/people/${personId}?tab=overview`);
      await page.getByRole("button", { name: "Crisis plan", exact: true }).click();
      await expect(page.getByRole("link", { name: "Call 988" })).toBeVisible();
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on messages, consultations and their dialogs", async ({ page }) => {
      const lead = await Api.signIn(accountOf("lead"));
      const { api, personId, caseId } = await enrolled(await Api.signIn());
      const due_at = new Date(Date.now() + 6 * 3_600_000).toISOString();
      const thread = await lead.post(`/cases/${caseId}/message-threads`, {
        subject: "Insulin pens",
        member_ids: [api.me.id],
        body: "The pharmacy is out of pens.",
        urgent: true,
      });
      await api.post(`/cases/${caseId}/consultations`, {
        kind: "escalation",
        consultant_id: lead.me.id,
        question: "The shelter ends her stay tomorrow.",
        due_at,
      });
      await signIn(page, `/people/${personId}?tab=team`);
      await visit(page, `/people/${personId}?tab=team`);
      await expectNoAxeViolation(page);
      await page.getByRole("button", { name: "New message" }).click();
      await page.getByRole("checkbox", { name: "Ask everybody to acknowledge it" }).check();
      await expect(page.getByLabel("Acknowledge by")).toBeVisible();
      await expectNoAxeViolation(page);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Ask a colleague" }).click();
      await expect(page.getByLabel("Needed by")).toBeVisible();
      await expectNoAxeViolation(page);
      await page.keyboard.press("Escape");
      const conference = await api.post(`/cases/${caseId}/conferences`, {
        kind: "interdisciplinary_group",
        scheduled_at: due_at,
        invited: [{ staff_id: lead.me.id }],
      });
      await visit(page, `/conferences/${conference.id}`);
      await page.getByRole("button", { name: "Add an action" }).click();
      await expectNoAxeViolation(page);
      for (const path of ["/messages", "/messages?tab=consultations", `/messages/${thread.id}`]) {
        await visit(page, path);
        await expectNoAxeViolation(page);
      }
    });

    test("axe finds nothing on a comprehensive assessment, its questions and the reading of it", async ({
      page,
    }) => {
      const { api, personId, caseId } = await enrolled(await Api.signIn());
      const one = await api.post(`/cases/${caseId}/comprehensive-assessments`);
      const path = `/comprehensive-assessments/${one.id}`;
      await signIn(page, `/people/${personId}?tab=assessments`);
      await expect(page.getByRole("link", { name: "Comprehensive assessment: Continue" })).toBeVisible();
      await visit(page, `${path}?section=social_determinants`);
      await page.getByRole("radio", { name: "Often not" }).check();
      const decline = page.getByRole("button", { name: "Decline: Not enough to eat" });
      await expect(decline).toBeVisible();
      await expectNoAxeViolation(page);
      await decline.click();
      await expect(page.getByLabel("Why not?")).toBeVisible();
      await expectNoAxeViolation(page);
      await page.getByLabel("Why not?").fill("Her sister cooks");
      await page.getByRole("dialog").getByRole("button", { name: "Decline" }).click();
      await expect(page.getByText(/declined it/)).toBeVisible();
      for (const section of ["behavioral", "strengths"]) {
        await visit(page, `${path}?section=${section}&language=es`);
        await page.getByRole("button", { name: "No answer?" }).first().click();
        await page.getByRole("menuitem", { name: "Did not want to answer" }).click();
        await expect(page.getByRole("button", { name: "Answer it after all" })).toBeVisible();
        await expectNoAxeViolation(page);
      }
      await page.getByRole("button", { name: "Read it as a whole" }).click();
      await expect(page.getByRole("article")).toBeVisible();
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on what a tier is made of", async ({ page }) => {
      const { api, personId, caseId } = await enrolled(await Api.signIn(), "complex");
      await api.post(`/people/${personId}/stays`, {
        class: "inpatient",
        facility: "Harbor General",
        admitted_at: new Date(Date.now() - 5 * 86_400_000).toISOString(),
        discharged_at: new Date(Date.now() - 86_400_000).toISOString(),
      });
      const { version } = await api.get(`/cases/${caseId}`);
      await api.post(`/cases/${caseId}/tier`, { kind: "adopted", tier: "high" }, version);
      await signIn(page, `/people/${personId}`);
      await page.getByRole("button", { name: /Risk tier: High/ }).click();
      const tabs = page.getByRole("dialog").getByRole("tab");
      await expect(tabs).toHaveCount(5);
      for (const tab of await tabs.all()) {
        await tab.click();
        await expect(page.locator(".mantine-Skeleton-root")).toHaveCount(0);
        await expectNoAxeViolation(page);
      }
    });

    test("axe finds nothing on days off and on an alert that says whom it asks", async ({ page }) => {
      const { api, personId, caseId } = await enrolled(await Api.signIn());
      const answers = { instrument: "phq-9", mode: "phone", answers: { "9": 1 } };
      const begun = await api.post(`/cases/${caseId}/assessments`, answers);
      await api.post(`/assessments/${begun.id}/complete`, {}, begun.version);
      await signIn(page, `/people/${personId}`);
      await expect(page.getByRole("list", { name: "Asked" })).toBeVisible();
      await expectNoAxeViolation(page);
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "My days off" }).click();
      const list = page.getByRole("dialog", { name: "My days off" });
      await expect(list).toContainText("I cover for");
      await expectNoAxeViolation(page);
      await list.getByRole("button", { name: "Plan days off" }).click();
      await expect(page.getByRole("dialog", { name: "Plan days off" })).toBeVisible();
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on the list of the day, who is on call, the night log and what goes back", async ({
      page,
    }) => {
      await signIn(page, "/team", accountNamed("ingrid.solheim"));
      for (const tab of ["huddle", "on_call", "log", "handed_back", "mentoring"]) {
        await visit(page, `/team?tab=${tab}`);
        await expectNoAxeViolation(page);
      }
    });

    test("axe finds nothing on the hospital desk, a way home and its dialogs", async ({ page }) => {
      const { api, personId } = await enrolled(await Api.signIn(accountNamed("dmitri.sokolov")), "high");
      await api.post(`/people/${personId}/coverages`, { payer: "Medicare", kind: "medicare" });
      const stay = await api.post(`/people/${personId}/stays`, {
        class: "inpatient",
        facility: "Harbor General",
        admitted_at: inHours(-50),
      });
      const step = async (body: object) => {
        const { version } = await api.get(`/stays/${stay.id}/transition`);
        await api.post(`/stays/${stay.id}/transition/act`, body, version);
      };
      await step({ set_target: { on: day(2) } });
      await step({ add_barrier: { kind: "placement", text: "No bed", owner_id: api.me.id } });
      await step({ ask_facility: { facility: "Cedar Point" } });
      await step({ mark_day: { on: day(-1), cause: "payer" } });
      await step({ add_promise: { kind: "equipment", text: "Walker", due_on: day(3) } });
      await signIn(page, "/hospital-desk", accountNamed("dmitri.sokolov"));
      for (const path of ["/hospital-desk", "/hospital-desk?way=receiving", `/stays/${stay.id}`]) {
        await visit(page, path);
        await expectNoAxeViolation(page);
      }
      for (const button of [
        "Edit",
        "Move the target day",
        "Add a barrier",
        "Note the comparison",
        "Note a notice",
      ]) {
        await page.getByRole("button", { name: button, exact: true }).click();
        await expect(page.getByRole("dialog").getByRole("button").last()).toBeVisible();
        await expectNoAxeViolation(page);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      }
    });

    test("axe finds nothing on the board of caseloads, a colleague's cases and its dialogs", async ({
      page,
    }) => {
      await signIn(page, "/caseloads", accountOf("director"));
      const worker = page
        .getByRole("listitem")
        .filter({ has: page.getByRole("button", { name: /^Cases of/ }) });
      await expect(worker.first()).toBeVisible();
      await expectNoAxeViolation(page);
      await worker
        .first()
        .getByRole("button", { name: /^Cases of/ })
        .click();
      await expect(page.getByRole("table").first()).toBeVisible();
      await expectNoAxeViolation(page);
      await page.getByRole("button", { name: /^Working hours of/ }).click();
      await expect(page.getByRole("dialog").getByLabel("Hours a week by contract")).toBeVisible();
      await expectNoAxeViolation(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page
        .getByRole("checkbox", { name: /^Whole caseload of/ })
        .first()
        .check();
      await page.getByRole("button", { name: "Move…", exact: true }).click();
      await expect(page.getByRole("dialog").getByRole("textbox", { name: "Why" })).toBeVisible();
      await expectNoAxeViolation(page, "[role=dialog]");
    });

    test("axe finds nothing on a proposal of moves and what is asked what if", async ({ page }) => {
      await signIn(page, "/caseloads?proposal=true", accountOf("director"));
      await expect(page.getByText(/^Fullest colleague: /)).toBeVisible();
      await page.getByRole("button", { name: "What it minds", exact: true }).click();
      await page.getByRole("button", { name: "What if", exact: true }).click();
      await expect(page.getByLabel("New cases")).toBeVisible();
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on bringing in survey answers and costs", async ({ page }) => {
      await signIn(page, "/boards", accountOf("director"));
      await visit(page, "/boards/import");
      await expectNoAxeViolation(page);
    });

    test("axe finds nothing on the lists, the measures and the queues", async ({ page }) => {
      const api = await Api.signIn();
      const { items } = await api.post("/community-services/search", { limit: 1 });
      await signIn(page);
      for (const path of [
        "/people",
        "/cases",
        "/notes",
        "/hand-offs",
        "/caseloads",
        "/services",
        "/services?need=social&capacity=open",
        "/services/organizations",
        `/services/organizations/${items[0].service.organization.id}`,
        "/authorizations",
        "/authorizations?desk=running",
        "/authorizations?desk=appeals_open",
        "/conflicts-of-interest",
        "/measures",
        "/measures/note-48h",
        "/boards?board=managed_care",
        "/boards?board=cross_setting&as=table",
        "/population",
        "/cases?standing=differs",
        "/cases?view=reach",
        "/cases?view=reach&scope=team",
        "/measures/fuh-7?by=payer",
        "/measures/experience",
        "/staff",
        "/staff?tab=scope",
        `/services/${items[0].service.id}`,
      ]) {
        await visit(page, path);
        await expectNoAxeViolation(page);
      }
    });
  });
}

test("axe finds nothing on the screens of the organization administrator and the privacy officer", async ({
  page,
  browser,
}) => {
  await signIn(page, "/staff", accountOf("organization_admin"));
  for (const path of [
    "/staff",
    "/staff?only=expiring",
    "/staff?tab=teams",
    "/staff?tab=programs",
    "/staff?tab=rules",
    "/staff?tab=caseload",
    "/staff?tab=scope",
    "/staff?tab=instruments",
    "/staff?tab=plans",
    "/services/import",
  ]) {
    await visit(page, path);
    await expectNoAxeViolation(page);
  }
  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const officer = await context.newPage();
  await signIn(officer, "/audit", accountOf("privacy_officer"));
  for (const path of ["/audit", "/record-requests"]) {
    await visit(officer, path);
    await expectNoAxeViolation(officer);
  }
  await context.close();
});

test("axe finds nothing on the public metrics and the dialogs of a request", async ({ page }) => {
  const { api, caseId } = await enrolled(await Api.signIn());
  const draft = await api.post(`/cases/${caseId}/authorizations`, {
    side: "reviewed",
    content: requestContent,
  });
  await api.post(`/authorizations/${draft.id}/submit`, {}, draft.version);
  await signIn(page, "/authorizations/metrics", accountOf("lead"));
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await visit(page, "/authorizations/metrics");
    await expectNoAxeViolation(page);
    await visit(page, `/authorizations/${draft.id}`);
    await page.getByText(/rule T-6.standard/).click();
    for (const name of ["Note criteria", "Decide", "Extend", "Refer to a physician advisor"]) {
      await page.getByRole("button", { name, exact: true }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoAxeViolation(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
    }
  }
});

test("axe finds nothing on the hospital feed and its dialogs", async ({ page }) => {
  const names = newName();
  const patient = { ...names, number: names.family_name };
  await send(adt("A01", 1, patient, "V1"), adt("A01", 1, patient, "V2").replace("19580412", "1958"));
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 900 });
    if (width === 1366) await signIn(page, "/hospital-feed", accountOf("director"));
    await visit(page, "/hospital-feed");
    await expectNoAxeViolation(page);
    const who = page.getByRole("region", { name: "Who is this?" });
    await who.getByRole("listitem").filter({ hasText: names.family_name }).getByRole("button").click();
    await expect(page.getByRole("dialog").getByRole("radio").first()).toBeVisible();
    await expectNoAxeViolation(page);
    await page.keyboard.press("Escape");
    const messages = page.getByRole("region", { name: "Messages" });
    // Another journey may try its own message again just then.
    const failed = messages.getByRole("listitem").filter({ hasText: names.family_name });
    await failed.filter({ hasText: "Not a date or time" }).getByRole("button").click();
    await expect(page.getByRole("dialog").getByRole("button", { name: "Try again" })).toBeVisible();
    await expectNoAxeViolation(page);
    await page.keyboard.press("Escape");
  }
});
