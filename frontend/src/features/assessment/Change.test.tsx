import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { renderIn } from "@/test/render";
import { Change } from "./Change";

const instrument = { higher_is_better: false, meaningful_change: 5 } as InstrumentView;
const previous = {
  assessment_id: "b",
  performed_at: "2026-03-01T10:00:00Z",
  total: 12,
  change: -3,
  response: false,
  remission: false,
  meaningful: false,
};
const baseline = {
  assessment_id: "a",
  performed_at: "2026-01-01T10:00:00Z",
  total: 18,
  change: -9,
  response: true,
  remission: false,
  meaningful: true,
};
const last = { course: { baseline, previous } } as unknown as AssessmentView;

it("says since the start and since the last one what the change comes to", () => {
  renderIn(<Change last={last} other={undefined} instrument={instrument} />);
  const start = within(screen.getByRole("region", { name: "Since the start of care" }));
  expect(start.getByText(/^9 points less than on .* \(18\)$/)).toBeTruthy();
  expect(start.getByText("Response: the score fell by half or more.")).toBeTruthy();
  expect(start.getByText("Large enough to matter to the person.")).toBeTruthy();
  expect(start.queryByText(/^Remission/)).toBeNull();
  const since = within(screen.getByRole("region", { name: "Since the last one" }));
  expect(since.queryByText(/^Response/)).toBeNull();
  expect(since.getByText(/^Too small to matter to the person/)).toBeTruthy();
});

it("says it once where the last one is the first one, and nothing without a total", () => {
  const { update } = renderIn(
    <Change
      last={{ course: { baseline: previous, previous } } as unknown as AssessmentView}
      other={undefined}
      instrument={instrument}
    />,
  );
  expect(screen.getAllByRole("region")).toHaveLength(1);
  update(
    <Change last={{ course: null } as unknown as AssessmentView} other={undefined} instrument={instrument} />,
  );
  expect(screen.queryByText(/./)).toBeNull();
});
