import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { renderIn } from "@/test/render";
import { CalendarDialog } from "./CalendarDialog";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const calendar: Schemas["WorkCalendarView"] = {
  program: { id: "p1", name: "Court support" },
  version: 3,
  days: { closures: [], court_closures: ["2026-11-27"], school_years: [], school_days_off: [] },
  set_by: null,
  set_at: null,
  can: ["work_calendar_preview", "work_calendar_set"],
};

const outlook = { moved: 2, overdue: 0, owners: [], moves: [] };

beforeEach(() => {
  queryClient.clear();
  vi.mocked(call).mockImplementation((id) =>
    Promise.resolve((id === "work_calendar_preview" ? outlook : { ...calendar, version: 4 }) as never),
  );
});

it("adds a break, shows what it moves, and sets it on top of the version that was read", async () => {
  const onClose = vi.fn();
  renderIn(
    <QueryClientProvider client={queryClient}>
      <CalendarDialog calendar={calendar} zone="America/New_York" onClose={onClose} />
    </QueryClientProvider>,
  );
  const submit = screen.getByRole<HTMLButtonElement>("button", { name: "Set days" });
  expect(submit.disabled).toBe(true);
  const court = within(screen.getByRole("group", { name: "Days the court is closed" }));
  await userEvent.click(court.getByRole("button", { name: /^Take out / }));
  fireEvent.change(court.getByLabelText("Day"), { target: { value: "2026-12-24" } });
  fireEvent.change(court.getByLabelText("To (for a break)"), { target: { value: "2026-12-28" } });
  await userEvent.click(court.getByRole("button", { name: "Add to: Days the court is closed" }));
  expect(await screen.findByText("2 open deadlines would move, none would be overdue at once.")).toBeTruthy();
  const body = {
    program_id: "p1",
    days: { ...calendar.days, court_closures: ["2026-12-24", "2026-12-25", "2026-12-28"] },
  };
  expect(call).toHaveBeenCalledWith("work_calendar_preview", expect.objectContaining({ body }));
  await userEvent.click(submit);
  expect(call).toHaveBeenCalledWith("work_calendar_set", expect.objectContaining({ version: 3, body }));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
});
