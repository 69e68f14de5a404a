import { expect, it } from "vitest";
import { shortTitle } from "./Missing";

it("an instrument is called by its short form, its short title or its code", () => {
  expect(shortTitle("phq-9", "Patient Health Questionnaire (PHQ-9)")).toBe("PHQ-9");
  expect(shortTitle("lace", "LACE index")).toBe("LACE index");
  expect(shortTitle("katz", "Katz index of independence in activities of daily living")).toBe("KATZ");
  expect(shortTitle("steadi")).toBe("STEADI");
});
