import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { CoverageLookup } from "@/api/types";
import { renderIn } from "@/test/render";
import { LookupAnswer } from "./Lookup";

const row = {
  category: "therapy",
  covered: true,
  needs_authorization: true,
  limit: { units: 20, unit: "visit", period: "year" },
  copay_cents: 1500,
  from: "2026-01-01",
};
const answer = {
  plan: { id: "p", name: "Valley Shield, Gold" },
  on: "2026-03-12",
  benefit: { finding: "authorization_needed", ground: "general", row, used: 6, left: 14 },
  network: { finding: "out_of_network", ground: "no_row", row: null },
} as unknown as CoverageLookup;

it("says the terms, what is used of them, and what it rests on", () => {
  renderIn(<LookupAnswer answer={answer} payer="Valley Shield" />);
  const text = screen.getByRole("status").textContent;
  expect(text).toMatch(/^Covered, needs a prior authorization; 20 .*a year, 6 used; copay \$15\.00/);
  expect(text).toContain("of Valley Shield, Gold.");
  expect(text).toContain("Not in the network of this plan");
});

it("what nobody wrote down is unknown, and not a refusal", () => {
  const unknown = {
    ...answer,
    plan: null,
    network: null,
    benefit: { finding: "unknown", ground: "no_plan" },
  };
  renderIn(<LookupAnswer answer={unknown as unknown as CoverageLookup} payer="Valley Shield" />);
  const text = screen.getByRole("status").textContent;
  expect(text).toBe(
    "Not known whether the plan covers itThe coverage names no plan. Edit it and choose one.",
  );
});
