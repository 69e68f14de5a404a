import { expect, it } from "vitest";
import type { InsurancePlan } from "@/api/types";
import { contentOf, formOf, isOdd, isWhole, newBenefit, newMember } from "./plan";

const plan = {
  id: "p",
  version: 3,
  payer: "Valley Shield",
  name: "Gold",
  status: "retired",
  benefits: [
    {
      category: "therapy",
      code: "97110",
      covered: true,
      needs_authorization: true,
      limit: { units: 20, unit: "visit", period: "year" },
      copay_cents: 1550,
      notes: null,
      from: "2026-01-01",
      to: null,
    },
  ],
  network: [
    {
      organization: { id: "o", name: "Rides" },
      service: { id: "s", name: "Van" },
      status: "out",
      tier: "2",
      from: "2026-01-01",
      to: null,
      as_of: "2026-02-01",
    },
  ],
} as unknown as InsurancePlan;

it("what is not touched is sent as it was", () => {
  expect(contentOf(formOf(plan))).toEqual({
    payer: "Valley Shield",
    name: "Gold",
    status: "retired",
    benefits: plan.benefits,
    network: [
      {
        community_organization_id: "o",
        community_service_id: "s",
        status: "out",
        tier: "2",
        from: "2026-01-01",
        to: null,
        as_of: "2026-02-01",
      },
    ],
  });
});

it("what is not covered is sent without terms", () => {
  const form = formOf(plan);
  const [row] = contentOf({
    ...form,
    benefits: form.benefits.map((own) => ({ ...own, covered: false })),
  }).benefits;
  expect(row).toMatchObject({ covered: false, needs_authorization: false, limit: null, copay_cents: null });
});

it("a plan waits for a provider, its days, and a copay that is an amount", () => {
  const form = { ...formOf(undefined), payer: "Valley", name: "Gold" };
  const benefit = newBenefit("2026-01-01");
  expect(isWhole({ ...form, benefits: [benefit] })).toBe(true);
  expect(isWhole({ ...form, benefits: [{ ...benefit, copay: "a lot" }] })).toBe(false);
  expect(isOdd({ ...benefit, copay: "15.50" })).toBe(false);
  expect(isWhole({ ...form, network: [newMember("2026-01-01")] })).toBe(false);
});
