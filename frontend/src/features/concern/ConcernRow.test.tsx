import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { queryClient } from "@/api/hooks";
import type { CaseView, Concern } from "@/api/types";
import { renderIn } from "@/test/render";
import { ConcernRow } from "./ConcernRow";

const concern = {
  id: "c1",
  version: 2,
  kind: "autonomy_safety",
  status: "in_review",
  summary: "Home or not",
  restricted: true,
  positions: [{ party: "person", who: "He", says: "My dog is there." }],
  raised_by: { id: "a", name: "Ana" },
  reviewer: { id: "b", name: "Ben" },
  due_at: "2999-01-01T00:00:00Z",
  created_at: "2026-07-06T12:00:00Z",
  can: ["concern_update", "concern_resolve"],
} as unknown as Concern;
const open = { id: "k1", status: "active", time_zone: "America/New_York" } as unknown as CaseView;

const show = (own: Partial<Concern>, current: CaseView | undefined) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ConcernRow concern={{ ...concern, ...own }} current={current} />
    </QueryClientProvider>,
  );
const names = () => screen.queryAllByRole("button").map((button) => button.textContent);

it("shows each side, and the steps that the server allows and no other", () => {
  show({}, open);
  expect(screen.getByText("My dog is there.")).toBeTruthy();
  expect(screen.getByText("Restricted")).toBeTruthy();
  expect(names()).toEqual(["Write down the sides", "Resolve"]);
});

it("a closed case gives nobody a task", () => {
  const can = ["concern_resolve", "concern_appoint", "concern_reopen"];
  const { unmount } = show({ can }, open);
  expect(names()).toEqual(["Resolve", "Ask another reviewer", "Open again"]);
  unmount();
  show({ can }, { ...open, status: "closed" });
  expect(names()).toEqual(["Resolve"]);
});

it("what belongs to another case says where it can be gone on with", () => {
  show({}, undefined);
  expect(names()).toEqual([]);
  expect(screen.getByText(/^It belongs to another case/)).toBeTruthy();
});
