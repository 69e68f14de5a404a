import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { renderIn } from "@/test/render";
import { PasswordNotice } from "./PasswordNotice";

it("says who made the password and when, and leads to one of one's own", async () => {
  const choose = vi.fn();
  const made = { by: { id: "1", name: "Aisha Rahman" }, at: "2026-03-04T17:30:00Z" };
  renderIn(<PasswordNotice made={made} onChoose={choose} />);
  expect(screen.getByRole("status").textContent).toMatch(/^Aisha Rahman made .* on Mar 4.*only you know/);
  await userEvent.click(screen.getByRole("button", { name: "Choose my own password" }));
  expect(choose).toHaveBeenCalledOnce();
});
