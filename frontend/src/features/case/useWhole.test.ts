import { expect, it } from "vitest";
import { newestFirst } from "./useWhole";

it("what the overview and the pages of a case hold is one list, the newest first and each once", () => {
  const one = (id: string, occurred_at: string, word = "") => ({ id, occurred_at, word });
  const all = newestFirst(
    [one("c", "2026-03-03T10:00:00Z"), one("b", "2026-03-02T10:00:00Z", "old")],
    [one("b", "2026-03-02T10:00:00Z", "new"), one("a", "2026-03-02T10:30:00+02:00")],
  );
  expect(all.map(({ id }) => id)).toEqual(["c", "b", "a"]);
  expect(all[1]?.word).toBe("new");
});
