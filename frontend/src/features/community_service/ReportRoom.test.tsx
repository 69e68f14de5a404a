import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import type { CommunityService } from "@/api/types";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { ReportRoom } from "./ReportRoom";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const service = {
  id: "s1",
  version: 4,
  content: { name: "Pantry" },
  can: ["community_service_report_capacity"],
} as unknown as CommunityService;

const shown = (one = service) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ReportRoom service={one} />
    </QueryClientProvider>,
  );

beforeEach(() => {
  queryClient.clear();
  clearDrafts();
  vi.mocked(call).mockReset();
  vi.mocked(call).mockResolvedValue(service as never);
});

it("room is reported in two clicks, on the version that was read", async () => {
  shown();
  await userEvent.click(screen.getByRole("button", { name: "Report room: Pantry" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Waitlist" }));
  await waitFor(() =>
    expect(call).toHaveBeenCalledWith(
      "community_service_report_capacity",
      expect.objectContaining({ path: { id: "s1" }, version: 4, body: { status: "waitlist" } }),
    ),
  );
});

it("who said so is kept when the report fails", async () => {
  vi.mocked(call).mockRejectedValue(new ApiError({ status: 412, code: "stale" } as never));
  shown();
  await userEvent.click(screen.getByRole("button", { name: "Report room: Pantry" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Say who told you" }));
  await userEvent.type(await screen.findByLabelText(/Who said so/), "Front desk");
  await userEvent.click(screen.getByRole("radio", { name: "Full" }));
  await userEvent.click(screen.getByRole("button", { name: "Report room" }));
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>(/Who said so/).value).toBe("Front desk");
});

it("whoever may not report reads that instead of a menu", () => {
  shown({ ...service, can: [] });
  expect(screen.getByRole("button", { name: "Report room" }).getAttribute("aria-disabled")).toBe("true");
});
