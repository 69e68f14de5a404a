import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { queryClient } from "@/api/hooks";
import type { CaseView, Concern } from "@/api/types";
import { renderIn } from "@/test/render";
import { ConcernRow } from "./ConcernRow";

it("shows each side, and the steps that the server allows and no other", () => {
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
  const current = { id: "k1", status: "active", time_zone: "America/New_York" } as unknown as CaseView;
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ConcernRow concern={concern} current={current} />
    </QueryClientProvider>,
  );
  expect(screen.getByText("My dog is there.")).toBeTruthy();
  expect(screen.getByText("Restricted")).toBeTruthy();
  const names = screen.getAllByRole("button").map((button) => button.textContent);
  expect(names).toEqual(["Write down the sides", "Resolve"]);
});
