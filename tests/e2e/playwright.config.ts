import { defineConfig } from "@playwright/test";

/** Journeys of a care manager's morning on the real binary, its private database and a demo of 60 people. */
export default defineConfig({
  testDir: "journeys",
  globalSetup: "./support/server.ts",
  workers: 2,
  fullyParallel: true,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [["list"]],
  // What fades in has to stand still before it can be clicked: the scenarios wait for it as people do, the others show at once what
  // they are about.
  projects: [
    { name: "scenarios", testMatch: /scenario_\w+\.spec\.ts$/ },
    {
      name: "journeys",
      testIgnore: /scenario_\w+\.spec\.ts$/,
      use: { contextOptions: { reducedMotion: "reduce" } },
    },
  ],
  use: {
    viewport: { width: 1366, height: 900 },
    locale: "en-US",
    timezoneId: "America/New_York",
    // A trace costs the browser as much as the journey itself: ask for one of the journey that failed, with --trace on.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.TEND_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
