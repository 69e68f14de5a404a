import { expect, test } from "vitest";
import type { CaseView } from "@/api/types";
import { currentCase } from "./current";

const one = (id: string, status: CaseView["status"], ownerId: string, ...team: string[]) => {
  const members = team.map((staffId) => ({ staff: { id: staffId, name: staffId } }));
  return { id, status, owner: { id: ownerId, name: ownerId }, members } as unknown as CaseView;
};

const cases = [
  one("hospital", "active", "dmitri"),
  one("plan", "active", "maria"),
  one("old", "closed", "ana"),
];

test("opens the case of the address, closed or not", () => {
  expect(currentCase(cases, "hospital", "maria")?.id).toBe("hospital");
  expect(currentCase(cases, "old", "maria")?.id).toBe("old");
});

test("opens the reader's own case before that of another program", () => {
  expect(currentCase(cases, undefined, "maria")?.id).toBe("plan");
  expect(currentCase(cases, undefined, "dmitri")?.id).toBe("hospital");
  expect(currentCase(cases, "unknown", "maria")?.id).toBe("plan");
});

test("opens the case on whose team the reader is, after one of their own", () => {
  const shared = [one("hospital", "active", "dmitri"), one("plan", "active", "maria", "dmitri", "kevin")];
  expect(currentCase(shared, undefined, "kevin")?.id).toBe("plan");
  expect(currentCase(shared, undefined, "dmitri")?.id).toBe("hospital");
});

test("opens any open case for who owns none, and the last one when none is open", () => {
  expect(currentCase(cases, undefined, "ana")?.id).toBe("hospital");
  expect(currentCase([one("old", "closed", "ana")], undefined, "maria")?.id).toBe("old");
  expect(currentCase([], undefined, "maria")).toBeUndefined();
});

test("stays on the case that is shown when a colleague takes it over, and leaves it when it is closed", () => {
  const taken = [one("hospital", "active", "dmitri"), one("plan", "active", "ana")];
  expect(currentCase(taken, undefined, "maria", "plan")?.id).toBe("plan");
  expect(currentCase(taken, "hospital", "maria", "plan")?.id).toBe("hospital");
  const closed = [one("hospital", "active", "dmitri"), one("plan", "closed", "maria")];
  expect(currentCase(closed, undefined, "maria", "plan")?.id).toBe("hospital");
});
