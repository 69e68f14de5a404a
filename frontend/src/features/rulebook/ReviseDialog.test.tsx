import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { renderIn } from "@/test/render";
import { ReviseDialog } from "./ReviseDialog";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const rule: Schemas["ProgramRule"] = {
  id: "r1",
  version: 4,
  code: "note.countersigned",
  title: "Note countersigned",
  clock: {
    type: "business_days",
    amount: 2,
    from: null,
    to: null,
    direction: "forward",
    roll: "none",
    include_day0: true,
  },
  anchor: "countersignature_due",
  anchors: [],
  weight: 1,
  valid_from: "2026-12-01",
  valid_to: null,
  in_force: false,
  source: "",
  can: ["rule_preview", "rule_revise"],
};

const refused = new ApiError({ type: "", title: "Conflict", status: 412, detail: "", code: "stale" });
const outlook = { loosened: true, looser_than_published: true, moved: 12, overdue: 3, owners: [], moves: [] };

beforeEach(() => {
  queryClient.clear();
  vi.mocked(call).mockImplementation((id) =>
    id === "rule_preview" ? Promise.resolve(outlook as never) : Promise.reject(refused),
  );
});

it("shows what a change would mean, asks why where it loosens, and keeps what was typed when it fails", async () => {
  const onClose = vi.fn();
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ReviseDialog rule={rule} zone="America/New_York" today="2026-11-21" onClose={onClose} />
    </QueryClientProvider>,
  );
  const submit = screen.getByRole<HTMLButtonElement>("button", { name: "Change" });
  expect(submit.disabled).toBe(true);
  const amount = screen.getByLabelText<HTMLInputElement>(/Business days/);
  await userEvent.clear(amount);
  await userEvent.type(amount, "5");
  expect(await screen.findByText("12 open deadlines would move, 3 would be overdue at once.")).toBeTruthy();
  expect(screen.getByText("Looser than the published rule")).toBeTruthy();
  expect(screen.getByText("Looser than the present rule: say why")).toBeTruthy();
  const reason = screen.getByLabelText<HTMLTextAreaElement>(/Reason/);
  expect(reason.required).toBe(true);

  await userEvent.type(reason, "Holidays");
  await userEvent.click(submit);
  expect(await screen.findByText(/Someone else changed this/)).toBeTruthy();
  expect(call).toHaveBeenCalledWith(
    "rule_revise",
    expect.objectContaining({
      version: 4,
      // The version that follows on December 1 comes first, so this one begins after it.
      body: {
        clock: { ...rule.clock, amount: 5 },
        valid_from: "2026-12-02",
        reason: "Holidays",
      },
    }),
  );
  expect([amount.value, reason.value]).toEqual(["5", "Holidays"]);
  expect(onClose).not.toHaveBeenCalled();
});

it("a window is changed by its first and its last day", async () => {
  const clock = { ...rule.clock, type: "window" as const, amount: null, from: 6, to: 15 };
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ReviseDialog rule={{ ...rule, clock }} zone="America/New_York" today="2026-11-21" onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  expect(screen.getByText(/At present: from 6 days after to 15 days after/)).toBeTruthy();
  const last = screen.getByLabelText(/Last day of the window/);
  await userEvent.clear(last);
  await userEvent.type(last, "12");
  expect(await screen.findByText("12 open deadlines would move, 3 would be overdue at once.")).toBeTruthy();
  const body = { clock: { ...clock, to: 12 }, valid_from: "2026-12-02" };
  expect(call).toHaveBeenCalledWith("rule_preview", expect.objectContaining({ body }));
});

it("what starts the clock of a plan is chosen where the rule offers it", async () => {
  const plan = {
    ...rule,
    anchor: "enrolled" as const,
    anchors: ["enrolled" as const, "comprehensive_begun" as const, "comprehensive_completed" as const],
  };
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ReviseDialog rule={plan} zone="America/New_York" today="2026-11-21" onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole("combobox", { name: "The clock starts when" }));
  await userEvent.click(
    screen.getByRole("option", { name: "The first comprehensive assessment is complete" }),
  );
  expect(await screen.findByText("12 open deadlines would move, 3 would be overdue at once.")).toBeTruthy();
  const body = { clock: rule.clock, valid_from: "2026-12-02", anchor: "comprehensive_completed" };
  expect(call).toHaveBeenCalledWith("rule_preview", expect.objectContaining({ body }));
});
