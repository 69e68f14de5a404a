import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiError, offlineProblem } from "@/api/problem";
import { clearDrafts } from "@/lib/drafts";
import { renderIn } from "@/test/render";
import { ReasonDialog } from "./ReasonDialog";

const dialog = (id: string, error: unknown = null) => (
  <ReasonDialog
    draft={`task-cancel:${id}`}
    title="Cancel the task"
    label="Why?"
    submit="Cancel the task"
    busy={false}
    error={error}
    onSubmit={vi.fn()}
    onClose={vi.fn()}
  />
);
const reason = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Why?" });

beforeEach(clearDrafts);

it("a reason that was typed is there again for the same record, and for no other", async () => {
  const first = renderIn(dialog("one"));
  await userEvent.type(reason(), "She moved away");
  first.unmount();
  const other = renderIn(dialog("two"));
  expect(reason().value).toBe("");
  other.unmount();
  renderIn(dialog("one"));
  expect(reason().value).toBe("She moved away");
});

it("a reason that was sent is forgotten, and kept again when it could not be sent", async () => {
  const sent = renderIn(dialog("one"));
  await userEvent.type(reason(), "She moved away");
  await userEvent.click(screen.getByRole("button", { name: "Cancel the task" }));
  sent.unmount();
  const again = renderIn(dialog("one"));
  expect(reason().value).toBe("");
  await userEvent.type(reason(), "She stays");
  await userEvent.click(screen.getByRole("button", { name: "Cancel the task" }));
  again.update(dialog("one", new ApiError(offlineProblem())));
  again.unmount();
  renderIn(dialog("one"));
  expect(reason().value).toBe("She stays");
});
