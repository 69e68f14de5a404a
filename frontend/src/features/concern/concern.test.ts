import { expect, it } from "vitest";
import { askedFor, isHalf, newConcern, newSide, toCreate } from "./concern";

const zone = "America/New_York";

it("leaves out the sides that nobody filled and says which were only begun", () => {
  const form = { ...newConcern(zone), summary: " Home or not ", due: "2026-07-06T17:00" };
  const said = { ...newSide("person"), who: " She ", says: "I stay." };
  expect(toCreate({ ...form, sides: [said, newSide("family")] }, "r", zone)).toEqual({
    kind: "family_dispute",
    summary: "Home or not",
    restricted: false,
    positions: [{ party: "person", who: "She", says: "I stay." }],
    tried: null,
    reviewer_id: "r",
    due_at: "2026-07-06T21:00:00.000Z",
  });
  expect([said, newSide("family"), { ...said, says: " " }].map(isHalf)).toEqual([false, false, true]);
});

it("a dispute is for those to whom a case is escalated, a question of values for all who can be asked", () => {
  expect(askedFor("team_dispute")).toBe("escalation");
  expect(askedFor("autonomy_safety")).toBe("question");
});
