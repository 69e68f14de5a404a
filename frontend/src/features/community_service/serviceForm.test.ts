import { expect, it } from "vitest";
import type { CommunityService } from "@/api/types";
import { clockOf, contentOf, formOf, minuteOf } from "./serviceForm";

const fresh = { organizationId: null, zone: "America/New_York" };
const content = {
  name: "Pantry",
  description: null,
  needs: ["social"],
  languages: ["es"],
  time_zone: "America/New_York",
  phone: "518 555 0142",
  email: null,
  url: null,
  how_to_apply: null,
  fees: "None",
  documents: null,
  eligibility: {
    min_age: 60,
    max_age: null,
    sex: null,
    speakers: [],
    postal_codes: ["12207"],
    counties: [],
    income_percent: 0,
    coverages: ["medicaid"],
    note: null,
  },
  locations: [
    {
      name: null,
      line: "12 Pier Rd",
      city: "Albany",
      state: "NY",
      postal_code: "12207",
      county: null,
      latitude: 42.65,
      longitude: -73.75,
    },
  ],
  schedule: [{ day: "MO", opens: 0, closes: 1440 }],
};

it("what is read is what is sent again when nothing is changed", () => {
  const service = { organization: { id: "o1", name: "Neighbors" }, content } as unknown as CommunityService;
  expect(contentOf(formOf(service, fresh))).toEqual(content);
});

it("midnight closes a day and opens one", () => {
  expect(minuteOf("00:00", true)).toBe(1440);
  expect(minuteOf("00:00", false)).toBe(0);
  expect(clockOf(1440)).toBe("00:00");
  expect(clockOf(570)).toBe("09:30");
});

it("a new service has no conditions and no number is made of an empty field", () => {
  const sent = contentOf({ ...formOf(undefined, fresh), name: " Table ", needs: ["social"] });
  expect(sent.name).toBe("Table");
  expect(sent.eligibility).toMatchObject({ min_age: null, income_percent: null, sex: null });
});
