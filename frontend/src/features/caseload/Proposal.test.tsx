import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import type { CaseloadProposal } from "@/api/types";
import { renderIn } from "@/test/render";
import { Proposal } from "./Proposal";

vi.mock("@/api/client", () => ({ call: vi.fn() }));
vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#person">{children}</a>,
}));

const program = { id: "p", name: "Complex care" };
const move = (case_id: string, name: string): CaseloadProposal["moves"][number] => ({
  case_id,
  version: 1,
  person: { id: `person-${case_id}`, name },
  program,
  tier: "high",
  from: { id: "maria", name: "Maria" },
  to: { staff: { id: "kevin", name: "Kevin" } },
  reasons: ["evens_load"],
});
const proposal: CaseloadProposal = {
  moves: [move("c1", "Nora"), move("c2", "Omar")],
  unplaced: [],
  surges: [],
  effects: [],
  cases: 9,
  locked: 0,
  objective: 10,
  bound: 10,
  gap_percent: 0,
  proven: true,
  hypothetical: false,
  can: ["caseload_move_create"],
};

const asks = () =>
  vi
    .mocked(call)
    .mock.calls.filter(([id]) => id === "caseload_move_propose")
    .map(([, input]) => (input as { body: { keep: string[] } }).body.keep);

const shown = (team: string) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <Proposal team={team} workers={[]} can={[]} onClose={vi.fn()} />
    </QueryClientProvider>,
  );

beforeEach(() => {
  queryClient.clear();
  vi.mocked(call).mockReset();
});

const answer = (next: CaseloadProposal) => vi.mocked(call).mockImplementation(() => Promise.resolve(next));

it("leaves out of the next answer what was left out, also for who comes back, until it is taken back in", async () => {
  answer(proposal);
  const first = shown("north");
  await userEvent.click(await screen.findByRole("button", { name: "Leave out Nora" }));
  answer({ ...proposal, moves: [move("c2", "Omar")] });
  await userEvent.click(screen.getByRole("button", { name: "Work it out again" }));
  await screen.findByText("1 case is left out of this.");
  first.unmount();
  await waitFor(() =>
    expect(queryClient.getQueryCache().findAll({ queryKey: ["caseload_move_propose"] })).toHaveLength(0),
  );
  shown("north");
  await screen.findByText("1 case is left out of this.");
  await userEvent.click(screen.getByRole("button", { name: "Take back in" }));
  await screen.findByText("Omar");
  expect(asks()).toEqual([[], ["c1"], ["c1"], []]);
});

it("says of what is asked what if that it can't be made, also when there is nothing to move", async () => {
  answer({ ...proposal, moves: [], hypothetical: true, can: [] });
  shown("south");
  await screen.findByText(/This answers what if/);
});
