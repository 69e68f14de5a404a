import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { TransitionView } from "@/api/types";
import { renderIn } from "@/test/render";
import { Tcm } from "./HomeParts";
import { useLength } from "./length";

const tcm = {
  contact: "pending",
  attempts: 1,
  contact_due_at: "2026-03-11T03:59:59Z",
  reconciled_by_visit: null,
  period_ends_on: "2026-04-04",
};
const told = (part: object) =>
  renderIn(
    <Tcm
      transition={{ tcm: { ...tcm, ...part }, time_zone: "America/New_York" } as unknown as TransitionView}
    />,
  );

it("says how many attempts there were and what two of them keep", () => {
  told({});
  expect(screen.getByText(/Attempts so far: 1; two documented attempts/)).toBeTruthy();
  expect(screen.queryByText(/^Medicines/)).toBeNull();
});

it("says that two attempts keep a discharge eligible, and whether medicines were compared in time", () => {
  told({ contact: "attempted", attempts: 2, reconciled_by_visit: false });
  expect(screen.getByText(/2 documented attempts in time keep it eligible/)).toBeTruthy();
  expect(screen.getByText("Medicines were not compared by the visit.")).toBeTruthy();
});

it("says that a stay is longer than expected from the day on on which it is", () => {
  const Length = ({ day, expected }: { day: number; expected?: number }) => (
    <p>{useLength()({ day, expected_days: expected })}</p>
  );
  renderIn(
    <>
      <Length day={4} />
      <Length day={4} expected={4.1} />
      <Length day={5} expected={4.1} />
    </>,
  );
  const lines = screen.getAllByText(/^Day/).map(({ textContent }) => textContent);
  expect(lines).toEqual(["Day 4", "Day 4 of 4.1 expected", "Day 5 of 4.1 expected, longer than expected"]);
});
