import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { bringDraftsBack } from "@/api/drafts";
import { queryClient } from "@/api/hooks";
import { session } from "@/api/session";
import type { Me } from "@/api/types";
import { clearDrafts, flushDrafts, keepDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { TaskDialog } from "./TaskDialog";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const target = {
  caseId: "c1",
  personId: "p1",
  personName: "Rosa",
  programName: "Complex care",
  timeZone: "America/New_York",
};

beforeEach(() => {
  queryClient.clear();
  clearDrafts();
  vi.mocked(call).mockReset();
  vi.mocked(call).mockResolvedValue({ items: [] } as never);
  session.set({ status: "active", me: { id: "m1" } as Me });
});

afterEach(() => keepDrafts(null));

it("what is typed into a task with a proposed title is kept with the server, and its name says nothing of the person", async () => {
  await bringDraftsBack();
  renderIn(
    <QueryClientProvider client={queryClient}>
      <TaskDialog target={target} title="Fear of falling: ask again" about="care-gap.g1" onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  fireEvent.change(screen.getByLabelText(/^Detail/), { target: { value: "In the morning" } });
  await flushDrafts();
  const body = { key: "task:c1:care-gap.g1", content: JSON.stringify({ detail: "In the morning" }) };
  expect(call).toHaveBeenCalledWith("draft_keep", { body, key: null });
});
