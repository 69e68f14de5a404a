import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { OrganizationDialog } from "./OrganizationDialogs";

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
