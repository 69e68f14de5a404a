import { afterEach, expect, it } from "vitest";
import { startLanguage } from "@/i18n";
import { ApiError, errorWithin, fieldErrors, refusalText } from "./problem";

afterEach(() => startLanguage("en"));

it("server pointers become field names", () => {
  const problem = { type: "about:blank", title: "Invalid", status: 422, detail: "", code: "invalid" };
  const errors = [
    { pointer: "/title", detail: "Too long" },
    { pointer: "/follow_up/due_at", detail: "In the past" },
  ];
  expect(fieldErrors(new ApiError({ ...problem, errors }))).toEqual({
    title: "Too long",
    "follow_up.due_at": "In the past",
  });
});

it("a field is wrong with any part of it, and not with those of another", () => {
  const errors = { "goals.10": "Too large", "sides.0.who": "Too long" };
  expect(errorWithin(errors, "sides")).toBe("Too long");
  expect(errorWithin(errors, "goals.10")).toBe("Too large");
  expect(errorWithin(errors, "goals.1")).toBeUndefined();
});

it("an error without places names no field", () => {
  expect(fieldErrors(new Error("broken"))).toEqual({});
});

it("a refusal that the app knows is told in the reader's language, beside its field", async () => {
  const detail = "This credential is already recorded.";
  const problem = { type: "about:blank", title: "Conflict", status: 409, code: "credential_number_unique" };
  const refused = new ApiError({ ...problem, detail, errors: [{ pointer: "/number", detail }] });
  expect(fieldErrors(refused)).toEqual({ number: detail });
  await startLanguage("es");
  expect(fieldErrors(refused)).toEqual({ number: "Esta credencial ya está registrada." });
});

it("a refusal names in the reader's language what the server names", async () => {
  await startLanguage("es");
  const detail = "The directory has an organization of this phone: “Keel & Sons”. Look at it first.";
  expect(refusalText({ code: "community_organization_alike", detail })).toContain("“Keel & Sons”");
});
