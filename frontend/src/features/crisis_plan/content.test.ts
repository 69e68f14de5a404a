import { expect, test } from "vitest";
import { missingSection, telOf, wholeContent, written } from "./content";

test("a number dials without its spaces, and an extension is left to the caller", () => {
  expect(telOf("+1 (518) 555-0100")).toBe("tel:+15185550100");
  expect(telOf("518-555-0100 ext. 7")).toBe("tel:5185550100");
  expect(telOf("988")).toBe("tel:988");
  expect(telOf("ask at the desk")).toBeUndefined();
});

test("lines that are only begun are not sent, and empty details are none", () => {
  const content = wholeContent({
    coping: [" Walk the dog. ", "  "],
    helpers: [
      { name: "My sister ", phone: " ", hours: "evenings" },
      { name: " ", phone: "518-555-0100", hours: null },
    ],
  });
  expect(written(content).coping).toEqual(["Walk the dog."]);
  expect(written(content).helpers).toEqual([{ name: "My sister", phone: null, hours: "evenings" }]);
});

test("warning signs, coping and means safety are asked for in this order", () => {
  const content = wholeContent({});
  expect(missingSection(content)).toBe("warning_signs");
  expect(missingSection({ ...content, warning_signs: ["No sleep"] })).toBe("coping");
  expect(missingSection({ ...content, warning_signs: ["No sleep"], coping: [" "] })).toBe("coping");
  const safe = { ...content, warning_signs: ["No sleep"], coping: ["Sing"], means_safety: ["Locked away"] };
  expect(missingSection(safe)).toBeUndefined();
});
