import { screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Schemas } from "@/api/types";
import { renderIn } from "@/test/render";
import { Support } from "./Support";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: string }) => <span>{children}</span>,
}));

const month = (support: unknown[]) =>
  ({
    id: "case",
    person: { id: "person", name: "Ana Ruiz" },
    time_zone: "America/New_York",
    spans: [{ id: "call", starts_at: "2026-03-10T15:00:00Z" }],
    support,
  }) as unknown as Schemas["BillingMonthView"];

it("says of each code what is missing, and which contact lacks its note", () => {
  const documents = [
    { document: "consent", standing: "stated", records: [], source: "CMS" },
    { document: "time", standing: "missing", records: [{ kind: "contact", id: "call" }], source: "CPT" },
  ];
  renderIn(<Support data={month([{ code: "99490", complete: false, documents }])} />);
  expect(screen.getByText("Documentation is missing")).toBeTruthy();
  const rows = within(screen.getByRole("list", { name: "Documentation for 99490" })).getAllByRole("listitem");
  expect(rows[0]?.textContent).toContain("Stated");
  expect(rows[1]?.textContent).toMatch(/Signed notes about the time.*Contact on .*10.*Missing/);
});

it("shows nothing while nothing may be billed", () => {
  renderIn(<Support data={month([])} />);
  expect(screen.queryByText("Documentation")).toBeNull();
});
