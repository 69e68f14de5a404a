import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { queryClient } from "@/api/hooks";
import type { RecordRequest } from "@/api/types";
import { renderIn } from "@/test/render";
import { queryOf } from "./codes";
import { RecordRequestRow } from "./RecordRequestRow";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="/">{children}</a>,
}));
vi.mock("@/app/me", () => ({ useCapability: () => () => false }));

const request = {
  id: "r1",
  version: 1,
  person: { id: "p1", name: "Ama Okonkwo" },
  kind: "access",
  status: "received",
  asked_on: "2026-03-02",
  way: "letter",
  asked_for: "All notes of last year",
  due_on: "2026-04-01",
  standing: "overdue",
  clock: {
    rule: "T-21.access",
    title: "Request for access answered within 30 days",
    source: "45 CFR 164.524(b)(2)",
    due_at: "2026-04-02T03:59:59Z",
    explanation: ["Starts on 2026-03-02."],
    extension_days: 30,
  },
  author: { id: "s1", name: "Ben" },
  grounds: [],
  can: [],
} as unknown as RecordRequest;

const row = (own: Partial<RecordRequest>) =>
  renderIn(
    <QueryClientProvider client={queryClient}>
      <RecordRequestRow request={{ ...request, ...own }} named />
    </QueryClientProvider>,
  );

it("says until when the answer is due and how that was found, and offers only what the server says", () => {
  row({});
  expect(screen.getByText("Answer due Apr 1, 2026")).toBeTruthy();
  expect(screen.getByText("Starts on 2026-03-02.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Ama Okonkwo/ })).toBeNull();
});

it("offers the steps of the privacy officer and the disclosures of an accounting", () => {
  row({
    kind: "accounting",
    disclosures: "/api/v1/people/p1/disclosures",
    can: ["record_request_extend", "record_request_fulfil"],
  });
  const names = screen.getAllByRole("button", { name: /Ama Okonkwo/ }).map((button) => button.textContent);
  expect(names).toEqual(["Save the disclosures", "Note that it is done", "Take more time"]);
});

it("says on which ground it was denied, whether in time, and what the person says to it", () => {
  row({
    kind: "amendment",
    status: "denied",
    standing: null,
    denial: { ground: "accurate_and_complete", source: "45 CFR 164.526(a)(2)(iv)", reviewable: false },
    settled_on: "2026-03-20",
    settled_by: { id: "s2", name: "Janet" },
    in_time: true,
    disagreement: "I never smoked.",
  });
  expect(screen.getByText(/It is accurate and complete \(45 CFR 164\.526/)).toBeTruthy();
  expect(screen.getByText(/Answered Mar 20, 2026 by Janet/).textContent).toContain("In time");
  expect(screen.getByText("The person disagrees: I never smoked.")).toBeTruthy();
});

it("asks the list for what waits, for one end, or for everything", () => {
  expect([queryOf("open"), queryOf("denied"), queryOf("all")]).toEqual([
    { open: true },
    { status: "denied" },
    {},
  ]);
});
