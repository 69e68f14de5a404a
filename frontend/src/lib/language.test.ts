import { expect, test } from "vitest";
import { startLanguage } from "@/i18n";
import { languageName } from "./language";

test("a language that nobody knows is said in words", async () => {
  await startLanguage("en");
  expect(languageName("und")).toBe("Language not known");
  expect(languageName("es")).toBe("Spanish");
});
