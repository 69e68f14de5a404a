import { expect, it } from "vitest";
import { newAdvocacy, toCreate } from "./advocacy";

const zone = "America/New_York";
const form = { ...newAdvocacy(zone), asked: " A ride ", happened: "2026-07-06T12:00" };

it("sends what was offered and chosen for a choice only", () => {
  const typed = { ...form, alternatives: "Home\n\n Rehab ", chosen: "Home" };
  expect(toCreate({ ...typed, kind: "choice" }, zone)).toMatchObject({
    asked: "A ride",
    alternatives: ["Home", "Rehab"],
    chosen: "Home",
    counterpart: null,
    happened_at: "2026-07-06T16:00:00.000Z",
  });
  expect(toCreate(typed, zone)).toMatchObject({ alternatives: [], chosen: null });
});
