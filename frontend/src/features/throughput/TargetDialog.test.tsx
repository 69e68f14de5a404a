import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/hooks";
import { renderIn } from "@/test/render";
import { TargetDialog } from "./TargetDialog";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-07-08T03:30:00Z"), toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ["America/New_York", "2026-07-07"],
  ["Pacific/Auckland", "2026-07-08"],
])("proposes today in the zone of the program: %s", (zone, today) => {
  const named = { id: zone, name: "North" };
  renderIn(
    <QueryClientProvider client={queryClient}>
      <TargetDialog team={named} program={named} zone={zone} onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  expect(screen.getByLabelText<HTMLInputElement>(/^From/).value).toBe(today);
});
