import { expect, it } from "vitest";
import { askedOf, begun, keyOf, purposes, toBody, turned, type Decision } from "./consent";

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
  expect(toBody(form, "2026-03-10")).toMatchObject({
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
  expect(toBody(form, "2026-03-10")).toMatchObject({ form_version: "2026-1", witness: null, level: null });
  expect(toBody({ ...form, form: "verbal" }, "2026-03-10")).toMatchObject({
    form_version: null,
    witness: "Lee",
  });
  const family = toBody({ ...form, kind: "family_access", level: "decides" }, "2026-03-10");
  expect(family).toMatchObject({ level: "decides", recipient_class: "family" });
});

it("a refusal begins with every purpose, family with what they are told, and what was ticked by hand stays", () => {
  const form = begun("2026-03-10", "Ana Ruiz");
  expect(turned(form, { decision: "refuse" })).toEqual({ decision: "refuse", purposes: [...purposes] });
  expect(turned(form, { kind: "family_access" }).purposes).toEqual(["treatment", "care_coordination"]);
  expect(
    turned(
      { ...form, kind: "family_access", purposes: ["treatment", "care_coordination"] },
      { level: "none" },
    ).purposes,
  ).toEqual([...purposes]);
  const asked = askedOf({ ...decision, purpose: "payment" }, "a1");
  const refused = {
    ...begun("2026-03-10", "Ana Ruiz", asked),
    ...turned(begun("2026-03-10", "Ana Ruiz", asked), { decision: "refuse" }, asked),
  };
  expect(turned(refused, { decision: "permit" }, asked).purposes).toEqual(["payment"]);
  expect(turned({ ...form, purposes: ["legal"] }, { decision: "refuse" })).toEqual({ decision: "refuse" });
  expect(
    turned({ ...form, purposes: [...purposes], decision: "refuse" }, { recipientName: "Lee" }).purposes,
  ).toEqual([...purposes]);
});

it("an unfinished consent comes back only where the same is missing", () => {
  const asked = askedOf(decision, "r1");
  const key = keyOf("p1", asked);
  expect(keyOf("p1", { ...asked, labels: ["hiv", "substance_use"] })).toBe(
    keyOf("p1", { ...asked, labels: ["substance_use", "hiv"] }),
  );
  expect(keyOf("p1", { ...asked, labels: ["hiv"] })).not.toBe(key);
  expect(keyOf("p1", { ...asked, purpose: "payment" })).not.toBe(key);
  for (const recipientName of ["Lakeside", "Клиника", ""])
    expect(keyOf("p1", { ...asked, recipientName })).not.toBe(key);
  expect(keyOf("p1", { ...asked, recipientName: "riverbend " })).toBe(key);
  expect(keyOf("p1", { ...asked, recipientClass: "facility" })).not.toBe(key);
  expect(key).toMatch(/^[A-Za-z0-9_:.-]{1,200}$/);
  expect(keyOf("p1")).toBe("consent:p1");
});

it("today is left to the server, another day is said", () => {
  const form = begun("2026-03-10", "Ana Ruiz");
  expect(toBody(form, "2026-03-10").from_on).toBeNull();
  expect(toBody({ ...form, from: "2026-03-01" }, "2026-03-10").from_on).toBe("2026-03-01");
});
