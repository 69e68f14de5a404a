import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import type { Authorization } from "@/api/types";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { ScheduleDialog } from "./ScheduleDialog";

vi.mock("@/api/client", () => ({ call: vi.fn(() => Promise.resolve({})) }));

beforeEach(() => {
  clearDrafts();
  vi.mocked(call).mockClear();
});

const shown = (next_review_on: string | null) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ScheduleDialog
        request={{ id: "request", version: 3, summary: { next_review_on } } as unknown as Authorization}
        onClose={vi.fn()}
      />
    </QueryClientProvider>,
  );

const sent = () => (vi.mocked(call).mock.lastCall?.[1] as { body: unknown } | undefined)?.body;

it("no further review is needed for a reason only", async () => {
  shown("2026-03-24");
  const save = screen.getByRole("button", { name: "Save" });
  await userEvent.click(screen.getByLabelText("No further review is needed"));
  expect(save).toHaveProperty("disabled", true);
  await userEvent.type(screen.getByLabelText(/^Why/), "She went home");
  await userEvent.click(save);
  expect(sent()).toEqual({ next_review_on: null, reason: "She went home" });
});

it("a first review gets its day", async () => {
  shown(null);
  expect(screen.queryByLabelText("No further review is needed")).toBeNull();
  await userEvent.type(screen.getByLabelText(/^Next review on/), "2026-03-20");
  await userEvent.type(screen.getByLabelText(/^Why/), "The payer asks for it");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(sent()).toEqual({ next_review_on: "2026-03-20", reason: "The payer asks for it" });
});
