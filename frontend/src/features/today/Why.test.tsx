import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { TodayItem } from "@/api/types";
import { renderIn } from "@/test/render";
import { topReason } from "./list";
import { Reasons } from "./Why";

const item = {
  score: 58,
  reasons: [
    { code: "time", label: "10 hours overdue", points: 10, rule: "T-1", anchor: "Admitted Nov 20" },
    { code: "tier", label: "Complex case", points: 48 },
  ],
} as TodayItem;

it("the points of an item sum to its score, with rule and anchor named", () => {
  renderIn(<Reasons item={item} />);
  const table = screen.getByRole("table");
  expect(within(table).getByText("+10")).toBeTruthy();
  expect(within(table).getByText("+48")).toBeTruthy();
  expect(screen.getByTestId("score-sum").textContent).toBe(String(item.score));
  expect(within(table).getByText("Rule T-1 · Admitted Nov 20")).toBeTruthy();
});

it("the heaviest reason stands in the row", () => {
  expect(topReason(item)?.code).toBe("tier");
});
