import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { AlertView } from "@/api/types";
import { renderIn } from "@/test/render";
import { Asked } from "./Asked";

const zone = "America/New_York";
const alert = {
  owner: { id: "o", name: "Noor Haddad" },
  opened_at: "2026-07-06T14:00:00Z",
  asked: [
    {
      staff: { id: "c", name: "Lea Baum" },
      since: "2026-07-06T14:00:00Z",
      reason: "covering",
      covers: { id: "o", name: "Noor Haddad" },
    },
  ],
  next_step: "supervisor",
  escalates_at: "2026-07-06T14:15:00Z",
} as unknown as AlertView;

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-07-06T14:05:00Z") }));
afterEach(() => vi.useRealTimers());

it("says whom an alert asks, in whose place, since when, and who is next", () => {
  renderIn(<Asked alert={alert} zone={zone} />);
  const items = screen.getAllByRole("listitem").map((item) => item.textContent);
  expect(items[0]).toMatch(/^Noor Haddad, who owns the case, since 10:00/);
  expect(items[1]).toMatch(/^Lea Baum, who covers for Noor Haddad, since 10:00/);
  expect(screen.getByText(/^Next: the supervisor, 10:15.*unless somebody takes it up\.$/)).toBeTruthy();
});

it("says when nobody was there to be asked, and when everybody is", () => {
  const { unmount } = renderIn(
    <Asked alert={{ ...alert, escalates_at: "2026-07-06T14:01:00Z" }} zone={zone} />,
  );
  expect(screen.getByText(/^Nobody was there to be asked 10:01/)).toBeTruthy();
  unmount();
  renderIn(<Asked alert={{ ...alert, next_step: null, escalates_at: null }} zone={zone} />);
  expect(screen.getByText("Everybody in line is asked.")).toBeTruthy();
});
