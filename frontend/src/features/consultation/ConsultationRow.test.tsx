import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { queryClient } from "@/api/hooks";
import type { Consultation } from "@/api/types";
import { renderIn } from "@/test/render";
import { ConsultationRow } from "./ConsultationRow";

interface LinkProps {
  search: object;
  children: ReactNode;
}

vi.mock("@tanstack/react-router", () => ({
  Link: ({ search, children }: LinkProps) => <a href={JSON.stringify(search)}>{children}</a>,
}));

it("the way to the person goes to the case that is asked about", () => {
  const consultation = {
    id: "k1",
    kind: "question",
    status: "asked",
    case_id: "c2",
    asked_by: { id: "a", name: "Ana" },
    consultant: { id: "b", name: "Ben" },
    person: { id: "p1", name: "Ama Okonkwo" },
    due_at: "2999-01-01T00:00:00Z",
    question: "May she go home?",
    can: [],
  } as unknown as Consultation;
  renderIn(
    <QueryClientProvider client={queryClient}>
      <ConsultationRow consultation={consultation} named />
    </QueryClientProvider>,
  );
  expect(screen.getByRole("link", { name: "Ama Okonkwo" }).getAttribute("href")).toContain('"case":"c2"');
});
