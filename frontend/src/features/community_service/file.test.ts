import { expect, it } from "vitest";
import { formatOf } from "./file";

it("a JSON file is HSDS, anything else is CSV", () => {
  expect(["a.json", "A.JSON", "a.csv", "json"].map(formatOf)).toEqual(["hsds", "hsds", "csv", "csv"]);
});
