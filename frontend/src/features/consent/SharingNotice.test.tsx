import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { renderIn } from "@/test/render";
import { SharingNotice } from "./SharingNotice";

it("says that it could not be asked, and does not go on checking", () => {
  renderIn(<SharingNotice decision={undefined} error={new Error("offline")} onCapture={vi.fn()} />);
  expect(screen.getByRole("alert")).toBeTruthy();
  expect(screen.queryByText(/^Checking/)).toBeNull();
});
