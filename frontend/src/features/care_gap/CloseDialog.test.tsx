import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import type { CareGap } from "@/api/types";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { CloseDialog } from "./CloseDialog";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const gap = { id: "g1", version: 3, closes: ["visit", "document"] } as unknown as CareGap;
const visit = { id: "v1", kind: "visit", what: "wellness", at: "2026-03-06T03:30:00Z" };

/** Shows the dialog with these records to choose from. */
async function show(items: (typeof visit)[]) {
  vi.mocked(call).mockResolvedValue({ items } as never);
  renderIn(
    <QueryClientProvider client={queryClient}>
      <CloseDialog gap={gap} title="Visit" zone="America/New_York" onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0));
}
const submit = () => screen.getByRole<HTMLButtonElement>("button", { name: "Close it" });

beforeEach(() => {
  queryClient.clear();
  clearDrafts();
  vi.mocked(call).mockReset();
});

it("nothing is closed with a record that there is not", async () => {
  await show([]);
  expect(submit().disabled).toBe(true);
  await userEvent.click(screen.getByRole("radio", { name: "Without" }));
  expect(submit().disabled).toBe(false);
});

it("a record stands under the day of its case, and closes the gap", async () => {
  await show([visit]);
  expect(submit().disabled).toBe(true);
  await userEvent.click(screen.getByRole("combobox", { name: /^Which one/ }));
  await userEvent.click(await screen.findByRole("option", { name: /Mar 5, 2026/, hidden: true }));
  await userEvent.click(submit());
  const body = { evidence: { kind: "visit", record_id: "v1" } };
  expect(call).toHaveBeenCalledWith("care_gap_close", expect.objectContaining({ version: 3, body }));
});
