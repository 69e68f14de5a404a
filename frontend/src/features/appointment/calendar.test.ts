import { describe, expect, it } from "vitest";
import type { Appointment, CalendarEntry } from "@/api/types";
import { daysOf, hoursOf, placed, shift, toRemind } from "./calendar";
import { newAppointment, nextHour, toInput } from "./form";

const zone = "America/New_York";
const entry = (starts_at: string, ends_at: string): CalendarEntry => ({
  starts_at,
  ends_at,
  appointment: null,
});

describe("a calendar", () => {
  it("begins its weeks on Monday, also from a Sunday", () => {
    expect(daysOf("week", "2026-11-22")[0]).toBe("2026-11-16");
    expect(daysOf("week", "2026-11-23")).toEqual([
      "2026-11-23",
      "2026-11-24",
      "2026-11-25",
      "2026-11-26",
      "2026-11-27",
      "2026-11-28",
      "2026-11-29",
    ]);
    expect(daysOf("day", "2026-11-22")).toEqual(["2026-11-22"]);
    expect(shift("2026-03-01", -1)).toBe("2026-02-28");
  });

  it("places what lies on the day by the clock on the wall, whatever the season", () => {
    const march = placed([entry("2026-03-09T14:00:00Z", "2026-03-09T15:00:00Z")], "2026-03-09", zone);
    const january = placed([entry("2026-01-09T15:00:00Z", "2026-01-09T16:00:00Z")], "2026-01-09", zone);
    expect([march[0]?.from, january[0]?.from]).toEqual([600, 600]);
    expect(placed([entry("2026-01-09T15:00:00Z", "2026-01-09T16:00:00Z")], "2026-01-10", zone)).toEqual([]);
  });

  it("puts what overlaps side by side and gives the next one the whole width again", () => {
    const all = placed(
      [
        entry("2026-01-09T15:00:00Z", "2026-01-09T16:00:00Z"),
        entry("2026-01-09T15:30:00Z", "2026-01-09T16:30:00Z"),
        entry("2026-01-09T16:30:00Z", "2026-01-09T17:00:00Z"),
      ],
      "2026-01-09",
      zone,
    );
    expect(all.map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 2],
      [1, 2],
      [0, 1],
    ]);
  });

  it("shows the working day and whatever lies outside it", () => {
    const early = placed([entry("2026-01-09T11:30:00Z", "2026-01-10T01:00:00Z")], "2026-01-09", zone);
    expect(hoursOf(early)).toEqual({ first: 6, last: 20 });
    expect(hoursOf([])).toEqual({ first: 8, last: 18 });
  });

  it("names whom to remind, and nobody where only the time is shown", () => {
    const one = (id: string, to_remind: boolean): CalendarEntry => ({
      ...entry("2026-01-09T15:00:00Z", "2026-01-09T16:00:00Z"),
      appointment: { id, to_remind } as Appointment,
    });
    const taken = entry("2026-01-09T15:00:00Z", "2026-01-09T16:00:00Z");
    expect(toRemind([one("a", true), taken, one("b", false)]).map(({ id }) => id)).toEqual(["a"]);
  });
});

describe("a new appointment", () => {
  it("begins at the next full hour of the program", () => {
    expect(nextHour(new Date("2026-01-09T15:20:00Z"), zone)).toBe("2026-01-09T11:00");
  });

  it("sends where it takes place under the name that fits its kind", () => {
    const form = {
      ...newAppointment(zone, "me", "2026-01-09T10:00"),
      where: " https://video.example.org/a ",
    };
    const call = toInput({ ...form, kind: "telehealth" }, zone);
    expect(call).toMatchObject({
      link: "https://video.example.org/a",
      starts_at: "2026-01-09T15:00:00.000Z",
    });
    expect(toInput({ ...form, repeat: "week", times: 3 }, zone)).toMatchObject({
      place: "https://video.example.org/a",
      repeat: { every: "week", count: 3 },
    });
    const heard = { ...form, hears: "hearing_on_own_motion" as const };
    expect(toInput({ ...heard, kind: "hearing" }, zone)).toMatchObject({ hears: "hearing_on_own_motion" });
    expect(toInput(heard, zone)).not.toHaveProperty("hears");
  });
});
