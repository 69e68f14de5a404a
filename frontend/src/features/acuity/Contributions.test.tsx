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
  expect(screen.getByTestId("acuity-sum")).toHaveTextContent("10–17 of 20");
  expect(screen.getByRole("row", { name: /Hospital stays in 12 months 2 acute stays/ })).toHaveTextContent(
    "6 of 9",
  );
  expect(screen.getByRole("row", { name: /Risk of readmission Not known/ })).toHaveTextContent("0–7 of 7");
});
