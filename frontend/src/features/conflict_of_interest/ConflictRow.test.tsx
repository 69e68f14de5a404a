import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { queryClient } from "@/api/hooks";
import type { ConflictOfInterest } from "@/api/types";
import { renderIn } from "@/test/render";
import { ConflictRow } from "./ConflictRow";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="/">{children}</a>,
}));
vi.mock("@/app/me", () => ({ useCapability: () => () => false }));

const conflict = {
  id: "c1",
  version: 1,
  person: { id: "p1", name: "Ama Okonkwo" },
  staff: { id: "s1", name: "Ben" },
  kind: "related",
  status: "open",
  bars: true,
  declared_by: { id: "s1", name: "Ben" },
  declared_at: "2026-07-06T12:00:00Z",
  can: [],
} as unknown as ConflictOfInterest;

const row = (own: ConflictOfInterest) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ConflictRow conflict={own} named />
    </QueryClientProvider>,
  );

it("says what is between whom, without a way to a record that the reader does not see", () => {
  row(conflict);
  expect(screen.getByText("Ben: Family")).toBeTruthy();
  expect(screen.getByText("Can't have the case")).toBeTruthy();
  expect(screen.queryByRole("link")).toBeNull();
  expect(screen.queryByRole("button")).toBeNull();
});

it("is ended where the server says so", () => {
  row({ ...conflict, can: ["conflict_of_interest_end"] });
  expect(screen.getByRole("button", { name: /Ben/ })).toBeTruthy();
});
