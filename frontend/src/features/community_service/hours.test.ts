import { expect, it } from "vitest";
import { weekText } from "./hours";

it("a week names every day, in order, with its hours from early to late", () => {
  const week = weekText(
    [
      { day: "TU", opens: 1020, closes: 1440 },
      { day: "TU", opens: 570, closes: 720 },
    ],
    "en-US",
  );
  expect(week).toHaveLength(7);
  expect(week[0]).toEqual({ day: "Monday", hours: [] });
  expect(week[1]?.day).toBe("Tuesday");
  expect(week[1]?.hours.map((text) => text.replaceAll(/\s/g, " "))).toEqual([
    "9:30 AM – 12:00 PM",
    "5:00 PM – 12:00 AM",
  ]);
});

it("a week is in the language of the reader", () => {
  expect(weekText([], "es-US")[2]?.day).toBe("miércoles");
});
