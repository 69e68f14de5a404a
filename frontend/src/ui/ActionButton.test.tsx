import { screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { session } from "@/api/session";
import type { Me } from "@/api/types";
import { renderIn } from "@/test/render";
import { ActionButton } from "./ActionButton";
import "@/i18n";

const reason = "The RN license of NY ran out on 2026-06-30.";
const standing = (verdict: string) => ({
  activity: "close_alert",
  operations: ["alert_close"],
  verdict,
  reason: verdict === "allowed" ? null : reason,
});

function show(verdict: string, can: string[]) {
  session.set({ status: "active", me: { scope: [standing(verdict)] } as unknown as Me });
  renderIn(
    <ActionButton can={can} operation="alert_close">
      Close
    </ActionButton>,
  );
  return screen.getByRole("button", { name: "Close" });
}

afterEach(() => session.set({ status: "signed_out", me: null }));

test("a button says which license is missing", () => {
  expect(show("refused", []).getAttribute("aria-description")).toBe(reason);
});

test("where the scope of practice allows it, the reason is the role or the state of the record", () => {
  expect(show("allowed", []).getAttribute("aria-description")).toMatch(/closed by a licensed care manager/);
});

test("an allowed operation has a plain button", () => {
  expect(show("refused", ["alert_close"]).getAttribute("aria-disabled")).toBeNull();
});
