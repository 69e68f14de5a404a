import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { session } from "@/api/session";
import type { Me } from "@/api/types";
import { renderIn } from "@/test/render";
import { PeriodFields } from "./PeriodFields";

const asked = vi.fn();
const show = (sees_people: boolean) => {
  session.set({ status: "active", me: { sees_people } as unknown as Me });
  renderIn(<PeriodFields from="2026-05-11" to="2026-07-06" onChange={asked} />);
};

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-07-06T14:05:00Z"), toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  asked.mockReset();
  session.set({ status: "signed_out", me: null });
});

it("asks about any days", () => {
  show(true);
  fireEvent.change(screen.getByLabelText("From"), { target: { value: "2026-05-12" } });
  expect(asked).toHaveBeenCalledWith({ from: "2026-05-12" });
});

it("offers whole months only to who sees numbers only", async () => {
  show(false);
  expect(screen.queryByDisplayValue("2026-05-11")).toBeNull();
  expect(screen.getAllByDisplayValue("May 2026").length).toBeGreaterThan(0);
  await userEvent.click(screen.getByRole("combobox", { name: "To" }));
  await userEvent.click(screen.getByRole("option", { name: "Jun 2026" }));
  expect(asked).toHaveBeenCalledWith({ to: "2026-06-30" });
});
