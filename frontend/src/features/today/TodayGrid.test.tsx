import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TodayItem } from "@/api/types";
import { renderIn } from "@/test/render";
import { TodayGrid } from "./TodayGrid";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children?: ReactNode }) => <a href="/people">{children}</a>,
  useNavigate: () => vi.fn(),
}));

let measure: () => void = () => undefined;

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      changed: () => void;
      constructor(changed: () => void) {
        this.changed = changed;
      }
      observe(element: Element) {
        if (element === document.body) measure = this.changed;
      }
      unobserve() {}
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(65);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const item = (number: number) =>
  ({
    id: `item-${number}`,
    kind: "task",
    version: 1,
    title: `Work ${number}`,
    person: { id: "person", name: "Rosa Lind", birth_date: "1950-01-01", age: 76, language: "en" },
    person_label: "member",
    case_id: "case",
    program: { id: "program", name: "Home" },
    owner: { id: "owner", name: "Maria" },
    due_at: "2026-03-02T15:00:00Z",
    due_on: "2026-03-02",
    time_zone: "America/New_York",
    overdue: false,
    score: 1,
    reasons: [],
    next_action: { code: "complete_task", label: "Complete", target_id: `item-${number}` },
    can: ["task_complete", "task_snooze"],
  }) as unknown as TodayItem;

const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => item(from + index));

const grid = (items: TodayItem[]) => (
  <TodayGrid
    items={items}
    total={items.length}
    selected={new Set()}
    showOwner={false}
    onNearEnd={vi.fn()}
    onVisible={vi.fn()}
    onSelect={vi.fn()}
    onNext={vi.fn()}
    onComplete={vi.fn()}
    onSnooze={vi.fn()}
    onAssign={vi.fn()}
  />
);

const inPage = () => document.querySelectorAll("[data-row]").length;

it("an open menu outlives what comes in above its row, even when the row leaves the screen", async () => {
  const items = many(0, 200);
  const { update } = renderIn(grid(items));
  expect(inPage()).toBeLessThan(60);
  await userEvent.click(screen.getByRole("button", { name: /^More for Work 0\b/ }));
  const menu = await screen.findByRole("menu");
  update(grid([...many(1_000, 60), ...items]));
  expect(screen.getByRole("menu")).toBe(menu);
  expect(document.querySelector('[data-row="60"]')?.textContent).toContain("Work 0");
  expect(inPage()).toBeLessThan(60);
});

it("a row says what the program calls the person, and how old they are as the server counts", () => {
  renderIn(grid(many(0, 1)));
  expect(screen.getByText("Member · 76 years")).toBeTruthy();
});

it("the rows are where they are when something has come in above the grid", () => {
  const top = vi.spyOn(HTMLElement.prototype, "offsetTop", "get").mockReturnValue(200);
  renderIn(grid(many(0, 200)));
  const before = inPage();
  top.mockReturnValue(500);
  act(() => measure());
  expect(inPage()).toBeLessThan(before);
});
