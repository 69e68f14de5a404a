import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { ItemDialog } from "./ItemDialog";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const publish = () => screen.getByRole("button", { name: "Publish an edition" });

beforeEach(() => {
  queryClient.clear();
  clearDrafts();
  vi.mocked(call).mockReset();
  vi.mocked(call).mockResolvedValue({} as never);
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ItemDialog from={undefined} taken={new Set(["sleep_better"])} onClose={vi.fn()} />
    </QueryClientProvider>,
  );
});

it("a new item never takes the place of one that has its title", async () => {
  await userEvent.type(screen.getByRole("textbox", { name: "Title (English)" }), "Sleep better");
  await userEvent.type(
    screen.getByRole("textbox", { name: "Text (English), a line for each point" }),
    "Go to bed at one time.",
  );
  await userEvent.click(publish());
  await waitFor(() => expect(call).toHaveBeenCalledTimes(1));
  const [, sent] = vi.mocked(call).mock.calls[0] ?? [];
  expect((sent as { body: unknown }).body).toMatchObject({ code: "sleep_better_2", from_edition: 0 });
});

it("a title without its text is not left out in silence", async () => {
  await userEvent.type(screen.getByRole("textbox", { name: "Title (English)" }), "Sleep better");
  await userEvent.type(
    screen.getByRole("textbox", { name: "Text (English), a line for each point" }),
    "Go to bed at one time.",
  );
  await userEvent.type(screen.getByRole("textbox", { name: "Title (Spanish)" }), "Duerma mejor");
  expect(publish()).toHaveProperty("disabled", true);
});
