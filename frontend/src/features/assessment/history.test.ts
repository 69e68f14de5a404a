import { expect, test } from "vitest";
import type { AssessmentView, Schemas } from "@/api/types";
import { otherVersion, reached, versionsOf } from "./history";

const made = (id: string, version: string, total: number | null = 5) =>
  ({
    id,
    instrument_version: version,
    performed_at: `2026-03-0${id}T10:00:00Z`,
    score: { total },
  }) as unknown as AssessmentView;

test("a total of another version since the last one is told, because it is not compared with", () => {
  const history = [made("4", "2016"), made("3", "2013"), made("2", "2016", null), made("1", "2016")];
  const [last] = history as [AssessmentView];
  expect(otherVersion(history, last)?.id).toBe("3");
  expect(otherVersion(history.slice(2), last)).toBeUndefined();
  expect(otherVersion([last], last)).toBeUndefined();
  expect(versionsOf(history)).toEqual(["2016", "2013"]);
});

test("what a total comes to is what the server says, and nothing where it says nothing", () => {
  const compared = { response: true, remission: false, meaningful: null };
  expect(reached(compared as Schemas["AssessmentComparison"])).toEqual(["response"]);
});
