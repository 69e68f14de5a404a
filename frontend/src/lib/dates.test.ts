import { expect, it } from "vitest";
import { instantOf, localOf, zonesDiffer } from "./dates";

it("a wall-clock time of the program becomes the right instant on both sides of daylight saving time", () => {
  expect(instantOf("2026-03-07T16:30", "America/Chicago")).toBe("2026-03-07T22:30:00.000Z");
  expect(instantOf("2026-03-09T16:30", "America/Chicago")).toBe("2026-03-09T21:30:00.000Z");
});

it("an instant reads as the wall clock of the program", () => {
  expect(localOf("2026-11-21T23:10:00Z", "America/Phoenix")).toBe("2026-11-21T16:10");
});

it("zones differ only when their clocks do", () => {
  expect(zonesDiffer("America/Phoenix", "America/Denver", "2026-12-01T12:00:00Z")).toBe(false);
  expect(zonesDiffer("America/Phoenix", "America/Denver", "2026-07-01T12:00:00Z")).toBe(true);
});
