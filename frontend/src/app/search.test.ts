import { expect, it } from "vitest";
import { cases, measures, service, services, today } from "./search";

it("a URL keeps what it understands and drops the rest", () => {
  expect(today({ scope: "team", due: "yesterday", kind: 7, program: "p1", text: "Rosa" })).toEqual({
    scope: "team",
    program: "p1",
  });
});

it("days in a URL are days", () => {
  expect(measures({ from: "2026-10-01", to: "soon" })).toEqual({ from: "2026-10-01" });
});

it("the directory's filters stand in the URL, words and postal codes do not", () => {
  expect(
    services({
      need: "social",
      capacity: "roomy",
      miles: 5,
      person: "p1",
      text: "pantry",
      postal_code: "13601",
    }),
  ).toEqual({ need: "social", miles: 5, person: "p1" });
});

it("the case for which a service is looked for goes along", () => {
  expect(services({ person: "p1", case: "c2" })).toEqual({ person: "p1", case: "c2" });
  expect(service({ person: "p1", case: "c2" })).toEqual({ person: "p1", case: "c2" });
});

it("how a tier stands to the model stays in the URL", () => {
  expect(cases({ standing: "differs", provisional: true })).toEqual({
    standing: "differs",
    provisional: true,
  });
  expect(cases({ standing: "wrong", provisional: "yes" })).toEqual({});
});
