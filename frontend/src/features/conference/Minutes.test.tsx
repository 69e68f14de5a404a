import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { QueryClientProvider } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { session } from "@/api/session";
import type { CaseView, Conference, Me } from "@/api/types";
import { renderIn } from "@/test/render";
import { Minutes } from "./Minutes";

vi.mock("@/api/client", () => ({ call: vi.fn(() => Promise.resolve({ items: [], actions: [] })) }));

it("Enter in the name of somebody else adds them, and only the button closes the conference", async () => {
  session.set({ status: "active", me: { id: "me", scope: [] } as unknown as Me });
  const conference = {
    id: "c",
    version: 1,
    next_by: null,
    attendees: [{ staff_id: "s", name: "Ana", role: null, present: false }],
  } as unknown as Conference;
  const current = { time_zone: "America/New_York", owner: { id: "s", name: "Ana" } } as unknown as CaseView;
  renderIn(
    <QueryClientProvider client={queryClient}>
      <Minutes conference={conference} current={current} />
    </QueryClientProvider>,
  );
  const close = screen.getByRole("button", { name: "Close the conference" });
  const held = () => vi.mocked(call).mock.calls.filter(([operation]) => operation === "conference_hold");
  await userEvent.type(screen.getByLabelText("Somebody else, by name"), "Dr. Lin");
  expect(close).toHaveProperty("disabled", true);
  await userEvent.keyboard("{Enter}");
  expect(screen.getByRole("checkbox", { name: "Dr. Lin" })).toHaveProperty("checked", true);
  expect(held()).toHaveLength(0);
  await userEvent.click(close);
  expect(held()).toHaveLength(1);
});
