import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import { session } from "@/api/session";
import type { Authorization, Me } from "@/api/types";
import { renderIn } from "@/test/render";
import { Checklist } from "./Checklist";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const refused = {
  permitted: false,
  purpose: "payment",
  recipient_class: "payer",
  recipient_name: "Valley Shield",
  labels: ["hiv"],
  said: ["hiv"],
  notices: [],
  missing: ["hiv"],
  reason: "consent_required",
};

beforeEach(() => {
  queryClient.clear();
  const answer = (id: string) =>
    Promise.resolve(id === "authorization_disclosure" ? { decision: refused } : {});
  vi.mocked(call)
    .mockReset()
    .mockImplementation(answer as typeof call);
  const me = { id: "me", time_zone: "America/New_York", capabilities: ["consent_write"] };
  session.set({ status: "active", me: me as unknown as Me });
});

const show = (status: string) => {
  const request = {
    id: "r1",
    version: 3,
    can: ["authorization_document"],
    documents: [{ kind: "signed_order", state: "missing" }],
    summary: { side: "asked", status, person: { id: "p1", name: "Ama Okonkwo" } },
  } as unknown as Authorization;
  renderIn(
    <QueryClientProvider client={queryClient}>
      <Checklist request={request} />
    </QueryClientProvider>,
  );
};

it("papers that may not reach the payer lead to the consent that is missing", async () => {
  show("submitted");
  await userEvent.click(await screen.findByRole("button", { name: "Record a consent" }));
  expect(await screen.findByRole("dialog")).toBeDefined();
});

it("papers of a draft reach nobody yet", () => {
  show("draft");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(call).not.toHaveBeenCalled();
});

const ticked = async (code: string) => {
  const failed = new ApiError({ type: "about:blank", title: "", status: 409, detail: "Not so.", code });
  const answer = (id: string) =>
    id === "authorization_disclosure" ? Promise.resolve({ decision: refused }) : Promise.reject(failed);
  vi.mocked(call).mockImplementation(answer as typeof call);
  show("submitted");
  await screen.findByRole("button", { name: "Record a consent" });
  await userEvent.click(screen.getByRole("radio", { name: "There" }));
};

it("what else goes wrong with a tick is told beside what may not go out", async () => {
  await ticked("authorization_closed");
  expect(await screen.findByText("Not so.")).toBeDefined();
  expect(screen.getAllByRole("alert")).toHaveLength(2);
});

it("what the notice says already is not said again by the tick", async () => {
  await ticked("disclosure_consent_required");
  await waitFor(() => expect(call).toHaveBeenCalledWith("authorization_document", expect.anything()));
  expect(screen.getAllByRole("alert")).toHaveLength(1);
});
