import { Api, enrolled } from "../support/api.ts";
import { accountOf } from "../support/people.ts";
import { expect, signIn, test } from "../support/test.ts";

test("what was half typed when the tab died is there again after the next sign-in", async ({
  page,
  browser,
}) => {
  const { personId } = await enrolled(await Api.signIn());
  await signIn(page, `/people/${personId}?tab=team`);
  const write = async (tab: typeof page) => {
    await tab.getByRole("region", { name: "Messages" }).getByRole("button", { name: "New message" }).click();
    return tab.getByRole("dialog").getByRole("textbox", { name: "Message" });
  };
  const message = await write(page);
  const kept = page.waitForResponse(
    (response) => response.url().endsWith("/api/v1/drafts") && response.request().method() === "POST",
  );
  await message.fill("The ride on Friday is not booked yet, and");
  expect((await kept).status()).toBe(200);
  await page.close();

  const again = await browser.newPage();
  await signIn(again, `/people/${personId}?tab=team`, accountOf("care_manager"), { drafts: true });
  await expect(again.getByText(/that you did not finish/)).toBeVisible();
  await expect(await write(again)).toHaveValue("The ride on Friday is not booked yet, and");
  await again.close();
});
