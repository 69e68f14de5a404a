import i18next from "i18next";
import { expect, it } from "vitest";
import { loadLanguage } from "@/i18n";
import { personLabel } from "./label";

it("says what a program calls the person in the language of the screen or sheet, and keeps a word of its own", async () => {
  await loadLanguage("es");
  expect(personLabel(i18next.getFixedT("en"), "member")).toBe("Member");
  expect(personLabel(i18next.getFixedT("es"), "patient")).toBe("Paciente");
  expect(personLabel(i18next.getFixedT("es"), "neighbor")).toBe("neighbor");
});
