import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Schemas } from "@/api/types";
import { renderIn } from "@/test/render";
import { Contributions } from "./Contributions";

const acuity = {
  parts: [
    { fact: "acute_stays", factor: "clinical", min: 6, max: 6, of: 9, because: "2 acute stays." },
    { fact: "readmission", factor: "clinical", min: 0, max: 7, of: 7, because: null, ask: "lace" },
    { fact: "falls", factor: "functional", min: 4, max: 4, of: 4, because: "STEADI of 2026-03-01: 6." },
  ],
} as unknown as Schemas["AcuityView"];

it("the points of the facts sum to the bounds of the score, with a source or the word that there is none", () => {
  renderIn(<Contributions acuity={acuity} />);
  expect(screen.getByTestId("acuity-sum").textContent).toBe("10–17 of 20");
  const row = (name: RegExp) => screen.getByRole("row", { name }).textContent;
  expect(row(/Hospital stays in 12 months 2 acute stays/)).toContain("6 of 9");
  expect(row(/Risk of readmission Not known/)).toContain("0–7 of 7");
});
