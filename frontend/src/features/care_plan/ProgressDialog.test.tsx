import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import type { Goal, GoalCourse } from "@/api/types";
import { renderIn } from "@/test/render";
import { ProgressDialog } from "./ProgressDialog";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const goal: Goal = {
  id: "g1",
  text: "Lower my blood sugar",
  direction: "decrease",
  unit: "%",
  status: "active",
};
const course: GoalCourse = {
  goal_id: "g1",
  proposed: "improving",
  proposed_because_code: "nearer",
  proposed_because: "The last value is nearer to the target than the one before.",
  entries: [],
};
const refused = new ApiError({
  type: "",
  title: "Conflict",
  status: 409,
  detail: "Give the day it was seen, not one ahead.",
  code: "progress_in_future",
  errors: [{ pointer: "/observed_on", detail: "Give the day it was seen, not one ahead." }],
});

beforeEach(() => {
  queryClient.clear();
  vi.mocked(call).mockRejectedValue(refused);
});

it("takes the suggestion only when somebody does, and keeps what was typed when it fails", async () => {
  const onClose = vi.fn();
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ProgressDialog planId="p1" goal={goal} course={course} onClose={onClose} />
    </QueryClientProvider>,
  );
  const value = screen.getByLabelText<HTMLInputElement>(/Value \(%\)/);
  await userEvent.type(value, "8.5");
  await userEvent.click(screen.getByRole("button", { name: "Use it" }));
  await userEvent.click(screen.getByRole("button", { name: "Record progress" }));
  expect((await screen.findAllByText("Give the day it was seen, not one ahead.")).length).toBeGreaterThan(0);
  expect(call).toHaveBeenCalledWith(
    "goal_progress_create",
    expect.objectContaining({
      body: {
        goal_id: "g1",
        observed_on: null,
        value: 8.5,
        attainment: null,
        achievement: "improving",
        note: null,
      },
    }),
  );
  expect(value.value).toBe("8.5");
  expect(onClose).not.toHaveBeenCalled();
});
