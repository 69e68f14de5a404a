import { expect, it } from "vitest";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { compared } from "./compared";
import { yesNo } from "./samples";

const given = (answers: Record<string, number>, names: number[]) => ({
  assessment: { answers } as unknown as AssessmentView,
  instrument: { items: names.map((number) => yesNo(number)) } as InstrumentView,
});

it("marks what was answered otherwise, matches by name, and keeps what only the earlier version asked", () => {
  const rows = compared(
    given({ q1: 0, 2: 1, 9: 1 }, [1, 2, 9]),
    given({ 1: 1, 2: 1 }, [1, 2, 3]),
    (side, name) => String(side.answers[name.slice(1)] ?? "none"),
  );
  expect(rows.map(({ name, sides, changed }) => [name, ...sides, changed])).toEqual([
    ["q1", "0", "1", true],
    ["q2", "1", "1", false],
    ["q3", "none", "none", false],
    ["q9", "1", "none", true],
  ]);
});
