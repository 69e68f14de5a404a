import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { queryClient } from "@/api/hooks";
import { renderIn } from "@/test/render";
import { KeptSection } from "./KeptSection";

vi.mock("@/api/client", () => ({ call: vi.fn() }));

const shown = () =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <KeptSection personId="ana" />
    </QueryClientProvider>,
  );

beforeEach(() => {
  queryClient.clear();
  vi.mocked(call).mockReset();
});

it("what was received and fits no record stands with the person, in its own words and as it came", async () => {
  const allergy = {
    resource_type: "AllergyIntolerance",
    source: "fhir:AllergyIntolerance/1",
    title: "Penicillin",
    status: "active",
    on: "2026-03-02",
    content: '{"code":{"text":"Penicillin"}}',
    is_whole: true,
  };
  vi.mocked(call).mockResolvedValue({ items: [allergy], next: null } as never);
  shown();
  expect(await screen.findByText("Penicillin")).toBeTruthy();
  expect(screen.getByText(/^Allergy Intolerance · Active/)).toBeTruthy();
  expect(screen.getByText(/"text": "Penicillin"/)).toBeTruthy();
});
