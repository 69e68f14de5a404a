import { Api, enrolled } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { choose, expect, expectNoAxeViolation, signIn, test } from "../support/test.ts";

const HEAD = "source_id,organization,name,needs,min_age,languages,hours,how_to_apply";

/** A directory of two good lines and a bad one, with names that only this run has. */
const directory = (run: string) =>
  [
    HEAD,
    `${run}-1,Lighthouse ${run},Warm room ${run},social,,en;es,MO-SU 00:00-24:00,Walk in`,
    `${run}-2,Lighthouse ${run},Elders' table ${run},social,120,en,,Call first`,
    `${run}-3,Lighthouse ${run},Broken ${run},social,old,,,`,
  ].join("\n");

test("a lead tries a directory and brings it in; a care manager finds a service for a need and reports its room in two clicks", async ({
  page,
  browser,
}) => {
  const run = `r${Date.now()}`;
  await signIn(page, "/services", accountOf("lead"));
  await page.getByRole("link", { name: "Bring in a directory" }).click();
  await page.locator("input[type=file]").setInputFiles({
    name: "services.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(directory(run)),
  });
  await page.getByRole("button", { name: "Try it" }).click();
  const tried = page.getByRole("region", { name: /^Report of the try/ });
  await expect(tried.getByRole("definition")).toHaveText(["3", "2", "0", "0", "1"]);
  await expect(tried.getByRole("listitem")).toHaveText(/Line 4, min_age\s*must be a whole number/);
  await expectNoAxeViolation(page);
  await tried.getByRole("button", { name: "Bring it in now" }).click();
  await expect(page.getByRole("region", { name: "Report", exact: true })).toBeVisible();

  const { api, personId, name } = await enrolled(await Api.signIn());
  await api.post(`/people/${personId}/needs`, { kind: "social", title: "Nobody to eat with" });
  const context = await browser.newContext({ baseURL: process.env.TEND_URL });
  const manager = await context.newPage();
  await signIn(manager, `/people/${personId}?tab=plan`);
  await manager.getByRole("link", { name: "Find a service for: Nobody to eat with" }).click();
  await expect(manager).toHaveURL(new RegExp(`need=social.*person=${personId}`));
  await expect(manager.getByText(`For ${name}`)).toBeVisible();
  await manager.getByRole("searchbox").fill(run);
  const warm = manager.getByRole("listitem").filter({ hasText: `Warm room ${run}` });
  const elders = manager.getByRole("listitem").filter({ hasText: `Elders' table ${run}` });
  await expect(warm).toContainText("Open now");
  await expect(warm).toContainText("Fits");
  await expect(elders).toContainText("Does not fit");
  await expect(elders).toContainText("The age is outside the limits.");
  await warm.getByText(/^Why here: \d+ of 100 points$/).click();
  await expect(warm.getByText("Fits the person: 40 points")).toBeVisible();
  await expectNoAxeViolation(manager);

  await warm.getByRole("link", { name: `Warm room ${run}` }).click();
  await expect(manager.getByRole("heading", { level: 1, name: `Warm room ${run}` })).toBeVisible();
  await expect(
    manager.getByText("Nobody has said yet whether there is room.", { exact: false }),
  ).toBeVisible();
  await manager.getByRole("button", { name: `Report room: Warm room ${run}` }).click();
  await manager.getByRole("menuitem", { name: "Has room" }).click();
  const room = manager.getByRole("region", { name: "Room" });
  await expect(room.getByText("Has room")).toBeVisible();
  await expect(room).toContainText("recorded by Maria");
  await expectNoAxeViolation(manager);

  await manager.getByRole("link", { name: "Services" }).first().click();
  await manager.getByRole("searchbox").fill(run);
  await choose(manager.getByRole("combobox", { name: "Room" }), "Has room");
  await expect(manager).toHaveURL(/capacity=open/);
  await expect(manager.getByRole("heading", { name: "1 service matches" })).toBeVisible();
  await context.close();
});
