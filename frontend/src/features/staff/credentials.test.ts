import { expect, test } from "vitest";
import { credentialKinds, kindsOf, needsOf } from "./credentials";

test("a license needs state, number and last day, a degree nothing, a check the day it was passed", () => {
  expect(needsOf("rn")).toMatchObject({ state: true, number: true, expiry: true, hours: false });
  expect(needsOf("ccm")).toMatchObject({ state: false, expiry: true, hours: true });
  expect(needsOf("msw")).toMatchObject({ state: false, number: false, expiry: false });
  expect(needsOf("background_check")).toMatchObject({ passed: true, expiry: false });
});

test("every kind stands in one category", () => {
  expect(kindsOf("check")).toEqual(["background_check", "reference_check", "credential_verification"]);
  expect(new Set(credentialKinds).size).toBe(credentialKinds.length);
});
