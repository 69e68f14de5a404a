import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { renderIn } from "@/test/render";
import { SnoozeDialog } from "./SnoozeDialog";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const item = (kind: "deadline" | "task") => ({
  id: kind,
  version: 2,
  kind,
  title: "Plan",
  can: [`${kind}_snooze`],
  time_zone: "America/New_York",
});

const dialog = (kinds: ("deadline" | "task")[]) => (
  <QueryClientProvider client={queryClient}>
    <SnoozeDialog items={kinds.map(item)} onClose={vi.fn()} />
  </QueryClientProvider>
);
const submit = () => screen.getByRole<HTMLButtonElement>("button", { name: "Snooze" });

beforeEach(() => {
  vi.mocked(call).mockReset();
  vi.mocked(call).mockResolvedValue(undefined as never);
});

it("asks why a deadline is hidden, and sends what was said with each item", async () => {
  renderIn(dialog(["task", "deadline"]));
  const why = screen.getByRole<HTMLTextAreaElement>("textbox", { name: /^Why/ });
  expect([why.required, submit().disabled]).toEqual([true, true]);
  await userEvent.type(why, " The records come then ");
  await userEvent.click(submit());
  const body: unknown = expect.objectContaining({ reason: "The records come then" });
  expect(call).toHaveBeenCalledWith("task_snooze", expect.objectContaining({ path: { id: "task" }, body }));
  expect(call).toHaveBeenCalledWith(
    "deadline_snooze",
    expect.objectContaining({ path: { id: "deadline" }, body }),
  );
});

it("a task alone needs no reason", async () => {
  renderIn(dialog(["task"]));
  expect(submit().disabled).toBe(false);
  await userEvent.click(submit());
  const body: unknown = expect.objectContaining({ reason: null });
  expect(call).toHaveBeenCalledWith("task_snooze", expect.objectContaining({ body }));
});
