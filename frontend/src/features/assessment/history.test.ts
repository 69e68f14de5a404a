import { expect, test } from "vitest";
import type { AssessmentView } from "@/api/types";
import { before, versionsOf } from "./history";

const made = (id: string, version: string, total: number | null = 5) =>
  ({
    id,
    instrument_version: version,
    performed_at: `2026-03-0${id}T10:00:00Z`,
    score: { total },
  }) as unknown as AssessmentView;
const ids = ({ same, other }: ReturnType<typeof before>) => [same?.id, other?.id];

test("a total is compared with the last one of its own version only, and the other version is told", () => {
  const history = [made("4", "2016"), made("3", "2013"), made("2", "2016", null), made("1", "2016")];
  const [last] = history as [AssessmentView];
  expect(ids(before(history, last))).toEqual(["1", "3"]);
  expect(ids(before(history.slice(2), last))).toEqual(["1", undefined]);
  expect(ids(before(history.slice(0, 2), last))).toEqual([undefined, "3"]);
  expect(ids(before([last], last))).toEqual([undefined, undefined]);
  expect(versionsOf(history)).toEqual(["2016", "2013"]);
});
