import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { OrganizationDialog, PartnerDialog } from "./OrganizationDialogs";

vi.mock("@/api/client", () => ({ call: vi.fn() }));
vi.mock("@tanstack/react-router", () => ({ useNavigate: () => vi.fn() }));

const shown = (dialog: React.ReactNode) =>
  renderIn(<QueryClientProvider client={queryClient}>{dialog}</QueryClientProvider>);

beforeEach(() => {
  queryClient.clear();
  clearDrafts();
  vi.mocked(call).mockReset();
});

it("an organization that is there already is added only after somebody says that it is another one", async () => {
  vi.mocked(call).mockRejectedValueOnce(
    new ApiError({
      status: 409,
      code: "community_organization_alike",
      title: "Rule",
      detail: "Look.",
    } as never),
  );
  vi.mocked(call).mockResolvedValue({ id: "o2", content: { name: "Keel" } } as never);
  shown(<OrganizationDialog onClose={vi.fn()} />);
  expect(screen.queryByRole("checkbox")).toBeNull();
  await userEvent.type(screen.getByRole("textbox", { name: "Name" }), "Keel");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "I looked: this is another one" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(call).toHaveBeenCalledTimes(2));
  const sent = vi.mocked(call).mock.calls.map(([, input]) => (input as { body: unknown }).body);
  expect(sent).toMatchObject([
    { name: "Keel", is_another: false },
    { name: "Keel", is_another: true },
  ]);
});

it("an agreement that is taken away is sent as none, and the contact stays", async () => {
  const organization = {
    id: "o1",
    version: 3,
    content: { name: "Keel" },
    contact: { name: "Teresa", role: null, phone: null, email: null },
    agreement: { kind: "referral", starts_on: "2026-01-01", ends_on: null, note: null, standing: "in_force" },
  } as unknown as Schemas["CommunityOrganizationView"];
  vi.mocked(call).mockResolvedValue(organization as never);
  shown(<PartnerDialog organization={organization} onClose={vi.fn()} />);
  await userEvent.click(screen.getByRole("combobox", { name: "Agreement" }));
  await userEvent.click(await screen.findByRole("option", { name: "Takes referrals and answers them" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(call).toHaveBeenCalled());
  const [operation, input] = vi.mocked(call).mock.calls[0] ?? [];
  expect(operation).toBe("community_organization_partner_update");
  expect(input).toMatchObject({ version: 3, body: { contact: { name: "Teresa" }, agreement: null } });
});
