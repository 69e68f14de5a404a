import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { session } from "@/api/session";
import type { Authorization, Coverage, Me } from "@/api/types";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { AppealDialog } from "./CourseDialogs";

vi.mock("@/api/client", () => ({ call: vi.fn(() => Promise.resolve({})) }));

beforeEach(() => {
  clearDrafts();
  vi.mocked(call).mockClear();
  session.set({ status: "active", me: { id: "me", time_zone: "America/New_York" } as unknown as Me });
});

const covered = (priority: number, line?: Coverage["line"]) =>
  ({ id: `c${priority}`, priority, payer: "A payer", line }) as unknown as Coverage;

const grievance = (coverages: Coverage[]) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <AppealDialog caseId="case" coverages={coverages} zone="America/Chicago" onClose={vi.fn()} />
    </QueryClientProvider>,
  );

const file = () => screen.getByRole("button", { name: "File a grievance" });
const sent = () => vi.mocked(call).mock.calls[0]?.[1] as { body: Record<string, unknown> };

it("a grievance is judged by the law of the coverage that pays first, from when it was received", async () => {
  grievance([covered(2, "medicare_advantage"), covered(1, "medicaid_mco")]);
  await userEvent.type(screen.getByLabelText(/^What is wanted/), "The van came late again");
  const received = screen.getByLabelText(/^Received at/);
  await userEvent.type(received, "2026-11-20T09:30");
  await userEvent.click(file());
  expect(sent().body).toMatchObject({ line: "medicaid_mco", received_at: "2026-11-20T15:30:00.000Z" });
});

it("a grievance whose law nobody knows is not filed before somebody says which one", async () => {
  grievance([covered(1)]);
  await userEvent.type(screen.getByLabelText(/^What is wanted/), "The van came late again");
  expect(file()).toHaveProperty("disabled", true);
  await userEvent.click(screen.getByRole("combobox", { name: "Line of business" }));
  await userEvent.click(screen.getByRole("option", { name: "Employer plan (ERISA)" }));
  await userEvent.click(file());
  expect(sent().body).toMatchObject({ line: "erisa" });
  expect(sent().body).not.toHaveProperty("received_at");
});

it("what the payer upheld asks whether it may go to the independent review", async () => {
  const request = {
    id: "request",
    appeals: [{ level: "plan", status: "upheld" }],
    summary: { side: "reviewed", person: { id: "person", name: "Ana Ruiz" } },
  } as unknown as Authorization;
  renderIn(
    <QueryClientProvider client={queryClient}>
      <AppealDialog caseId="case" request={request} onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  const asked: unknown = expect.objectContaining({
    path: { id: "request" },
    query: { level: "independent" },
  });
  await waitFor(() => expect(call).toHaveBeenCalledWith("authorization_disclosure", asked));
});

it("what was received earlier asks whether it might go out then", async () => {
  const request = {
    id: "earlier",
    appeals: [],
    summary: { side: "asked", person: { id: "person", name: "Ana Ruiz" } },
  } as unknown as Authorization;
  renderIn(
    <QueryClientProvider client={queryClient}>
      <AppealDialog caseId="case" request={request} zone="America/Chicago" onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  await userEvent.type(screen.getByLabelText(/^Received at/), "2026-11-20T09:30");
  const asked: unknown = expect.objectContaining({
    path: { id: "earlier" },
    query: { level: "plan", at: "2026-11-20T15:30:00.000Z" },
  });
  await waitFor(() => expect(call).toHaveBeenCalledWith("authorization_disclosure", asked));
});
