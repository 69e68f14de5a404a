import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { queryClient } from "@/api/hooks";
import type { TransitionView } from "@/api/types";
import { renderIn } from "@/test/render";
import { Receipts } from "./Receipts";

const fed = {
  id: null,
  what: "admission_notice",
  at: "2026-03-02T15:00:00Z",
  sender: null,
  way: null,
  by: null,
};
const faxed = {
  id: "0198c0de-0000-7000-8000-000000000001",
  what: "discharge_information",
  at: "2026-03-06T15:00:00Z",
  sender: "Discharge desk",
  way: "fax",
  by: { id: "0198c0de-0000-7000-8000-000000000002", name: "Maya Chen" },
};

const shown = (receipts: object[], can: string[]) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <Receipts
        transition={
          {
            receipts,
            can,
            taken_back: [],
            stay: { id: "s" },
            version: 1,
            time_zone: "America/New_York",
          } as unknown as TransitionView
        }
      />
    </QueryClientProvider>,
  );

it("tells what came, how and from whom, and takes back only what somebody wrote down", () => {
  shown([fed, faxed], ["transition_act"]);
  expect(screen.getByText(/Notice of the admission/)).toBeTruthy();
  expect(screen.getByText("From the hospital's feed")).toBeTruthy();
  expect(screen.getByText("By fax · Discharge desk · Maya Chen")).toBeTruthy();
  expect(screen.getAllByRole("button", { name: /Entered in error/ })).toHaveLength(1);
});

it("says that nothing came yet", () => {
  shown([], []);
  expect(screen.getByText("No word of the hospital came yet.")).toBeTruthy();
});
