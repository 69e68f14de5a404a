import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config.ts";

/** The pictures of the README, taken anew from a demo of its own. */
export default defineConfig({
  ...journeys,
  testDir: "screenshots",
  workers: 1,
  use: { ...journeys.use, contextOptions: { reducedMotion: "reduce" } },
});
