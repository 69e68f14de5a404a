import { describe, expect, it } from "vitest";
import { isComplete, newMinutes, toHold, withOther, type MinutesForm } from "./form";

const zone = "America/New_York";
const minutes: MinutesForm = {
  attendees: [
    { staff_id: "s", name: "Ana", role: "", present: true },
    { staff_id: null, name: "Dr. Lin", role: " Physician ", present: false },
  ],
  other: "",
  decisions: ["She stays at home.", "  "],
  actions: [{ title: " Order a bed ", owner_id: "s", due: "2026-11-24T17:00" }],
  next: "",
};

describe("minutes of a conference", () => {
  it("begin with those who are invited and, where there is a cadence, with a day before its end", () => {
    const attendees = [{ staff_id: "s", name: "Ana", role: null, present: false }];
    const begun = newMinutes({ attendees, next_by: "2026-03-20T03:59:59Z" }, zone);
    expect(begun.attendees).toEqual([{ staff_id: "s", name: "Ana", role: "", present: false }]);
    expect(begun.next).toBe("2026-03-18T15:59");
    expect(newMinutes({ attendees, next_by: null }, zone).next).toBe("");
  });

  it("need somebody who was there, and actions that say what and by whom", () => {
    expect(isComplete(minutes)).toBe(true);
    expect(isComplete({ ...minutes, attendees: [] })).toBe(false);
    expect(
      isComplete({ ...minutes, actions: [{ title: "Call", owner_id: null, due: "2026-11-24T17:00" }] }),
    ).toBe(false);
  });

  it("are not closed while a name is typed and not added", () => {
    expect(isComplete({ ...minutes, other: "Her sister" })).toBe(false);
    const added = withOther({ ...minutes, other: " Her sister " });
    expect(added.attendees.at(-1)).toEqual({ staff_id: null, name: "Her sister", role: "", present: true });
    expect(isComplete(added)).toBe(true);
    expect(withOther(minutes)).toBe(minutes);
  });

  it("say a colleague by id and others by name, and leave empty lines out", () => {
    expect(toHold(minutes, zone)).toEqual({
      attendees: [
        { staff_id: "s", present: true },
        { name: "Dr. Lin", role: "Physician", present: false },
      ],
      decisions: ["She stays at home."],
      actions: [{ title: "Order a bed", owner_id: "s", due_at: "2026-11-24T22:00:00.000Z" }],
    });
    expect(toHold({ ...minutes, next: "2026-12-01T10:00" }, zone).next_at).toBe("2026-12-01T15:00:00.000Z");
  });
});
