import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { session } from "@/api/session";
import type { Me } from "@/api/types";
import { renderIn } from "@/test/render";
import type { Decision } from "./consent";
import { SharingNotice } from "./SharingNotice";

it("says that it could not be asked, and does not go on checking", () => {
  renderIn(<SharingNotice decision={undefined} error={new Error("offline")} onCapture={vi.fn()} />);
  expect(screen.getByRole("alert")).toBeTruthy();
  expect(screen.queryByText(/^Checking/)).toBeNull();
});

const told = (reason: Decision["reason"]) => {
  const me = { id: "me", capabilities: ["consent_write"] } as unknown as Me;
  session.set({ status: "active", me });
  const decision = { permitted: false, recipient_class: "provider", reason, missing: [] };
  renderIn(<SharingNotice decision={decision as unknown as Decision} error={null} onCapture={vi.fn()} />);
};

it("says of who is not known by name that they are named first: no consent helps", () => {
  told("recipient_unknown");
  expect(screen.getByText("Say first who gets this")).toBeTruthy();
  expect(screen.getByText(/add who cares next to the care team/)).toBeTruthy();
  expect(screen.queryByText(/^The person refused that/)).toBeNull();
  expect(screen.queryByRole("button")).toBeNull();
});

it("says of a refusal whom it is about, and of a missing consent how to record it", () => {
  told("refused");
  expect(screen.getByText(/^The person refused that Provider gets this/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
  told("consent_required");
  expect(screen.getByRole("button", { name: "Record a consent" })).toBeTruthy();
});
