import { expect, it } from "vitest";
import { askedOf, begun, toBody, type Decision } from "./consent";

const decision: Decision = {
  permitted: false,
  purpose: "treatment",
  recipient_class: "provider",
  recipient_name: "Riverbend",
  labels: ["behavioral", "substance_use"],
  said: ["substance_use"],
  regime: "hipaa",
  notices: [],
  reason: "consent_required",
  missing: ["substance_use"],
};

it("a consent that is missing is begun with what is missing, for this recipient and purpose only", () => {
  const form = begun("2026-03-10", "Ana Ruiz", askedOf(decision, "r1"));
  expect(toBody(form)).toMatchObject({
    decision: "permit",
    purposes: ["treatment"],
    recipient_class: "provider",
    recipient_name: "Riverbend",
    labels: ["substance_use"],
    actions: ["share"],
    until_on: null,
    signed_by: "Ana Ruiz",
  });
});

it("fields that do not belong to what was chosen are not sent", () => {
  const form = { ...begun("2026-03-10", "Ana Ruiz"), formVersion: "2026-1", witness: "Lee" };
  expect(toBody(form)).toMatchObject({ form_version: "2026-1", witness: null, level: null });
  expect(toBody({ ...form, form: "verbal" })).toMatchObject({ form_version: null, witness: "Lee" });
  const family = toBody({ ...form, kind: "family_access", level: "decides" });
  expect(family).toMatchObject({ level: "decides", recipient_class: "family" });
});
