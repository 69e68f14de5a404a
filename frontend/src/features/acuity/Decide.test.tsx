import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import type { CaseView, Schemas } from "@/api/types";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { Decide } from "./Decide";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const acuityAt = (tier: string, version: number) =>
  ({ judgement: { tier, possible: ["high"], version } }) as unknown as Schemas["AcuityView"];
const current = { id: "c1", time_zone: "America/New_York" } as unknown as CaseView;

beforeEach(() => {
  queryClient.clear();
  clearDrafts();
  vi.mocked(call).mockResolvedValue(acuityAt("high", 2));
});

it("after a decision the reason is gone and is not sent with the next one", async () => {
  const dialog = (
    <QueryClientProvider client={queryClient}>
      <Decide acuity={acuityAt("high", 1)} current={current} />
    </QueryClientProvider>
  );
  const { unmount } = renderIn(dialog);
  const reason = () => screen.getByLabelText<HTMLTextAreaElement>(/Remark/);
  await userEvent.type(reason(), "Her husband died");
  await userEvent.click(screen.getByRole("button", { name: "Adopt" }));
  await waitFor(() => expect(reason().value).toBe(""));
  expect(call).toHaveBeenLastCalledWith(
    "tier_decide",
    expect.objectContaining({ body: { kind: "adopted", tier: "high", reason: "Her husband died" } }),
  );
  await userEvent.click(screen.getByRole("button", { name: "Adopt" }));
  expect(call).toHaveBeenLastCalledWith(
    "tier_decide",
    expect.objectContaining({ body: { kind: "adopted", tier: "high", reason: null } }),
  );
  unmount();
  renderIn(dialog);
  expect(reason().value).toBe("");
});
