import { Button } from "@mantine/core";
import { act, renderHook, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { signOut } from "@/api/session";
import { clearDrafts, useDraft } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { useSignOut } from "./useSignOut";

vi.mock("@/api/session", () => ({ signOut: vi.fn() }));

function Door() {
  const { leave, question } = useSignOut();
  return (
    <>
      <Button onClick={leave}>Leave</Button>
      {question}
    </>
  );
}

beforeEach(() => {
  clearDrafts();
  vi.mocked(signOut).mockClear();
});

it("signing out asks before it forgets what was typed", async () => {
  const draft = renderHook(() => useDraft("message:1", () => ""));
  act(() => draft.result.current.change("half written"));
  renderIn(<Door />);
  await userEvent.click(screen.getByRole("button", { name: "Leave" }));
  const forget = await screen.findByRole("button", { name: "Sign out and forget it" });
  expect(signOut).not.toHaveBeenCalled();
  await userEvent.click(forget);
  expect(signOut).toHaveBeenCalledOnce();
});

it("signing out with nothing unsaved asks nothing", async () => {
  renderIn(<Door />);
  await userEvent.click(screen.getByRole("button", { name: "Leave" }));
  expect(signOut).toHaveBeenCalledOnce();
});
