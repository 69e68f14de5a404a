import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  flushPreferences,
  keepPreferences,
  prefer,
  preferences,
  preferencesKept,
  preferencesText,
} from "@/lib/preferences";
import { call } from "./client";
import { bringPreferencesBack } from "./preferences";
import { session } from "./session";

vi.mock("./client", () => ({ call: vi.fn() }));

const asked = vi.mocked(call);
const view = { name: "Tasks of the week", search: "kind=task" };
const sent = () =>
  asked.mock.calls
    .filter(([operation]) => operation === "preference_keep")
    .map(([, input]) => JSON.parse((input as { body: { content: string } }).body.content) as object);

beforeEach(() => {
  asked.mockReset();
  asked.mockResolvedValue({ content: null } as never);
  session.set({ status: "active", me: null });
});

afterEach(() => {
  keepPreferences(null);
  preferencesKept(preferencesText() ?? "");
  localStorage.clear();
});

it("views and keys that were kept are there in a browser that has never seen them", async () => {
  asked.mockResolvedValueOnce({
    content: JSON.stringify({ views: [view], shortcutKeys: { next: "n" } }),
  } as never);
  await bringPreferencesBack();
  expect(preferences.get()).toMatchObject({
    views: [view],
    shortcutKeys: { next: "n" },
    contrast: "standard",
  });
  expect(sent()).toEqual([]);
});

it("who chose nothing yet does not get what somebody else left in the browser", async () => {
  prefer({ views: [view] });
  preferencesKept(preferencesText() ?? "");
  await bringPreferencesBack();
  expect(preferences.get().views).toEqual([]);
});

it("what is chosen is kept by the server at once", async () => {
  await bringPreferencesBack();
  prefer({ views: [view] });
  await flushPreferences();
  expect(sent()).toHaveLength(1);
  expect(sent()[0]).toMatchObject({ views: [view] });
});

it("what is chosen before the answer came takes the place of nothing unseen", async () => {
  asked.mockResolvedValueOnce({ content: JSON.stringify({ views: [view], contrast: "standard" }) } as never);
  const back = bringPreferencesBack();
  prefer({ contrast: "more" });
  expect(sent()).toEqual([]);
  await back;
  expect(sent()).toHaveLength(1);
  expect(sent()[0]).toMatchObject({ views: [view], contrast: "more" });
});

it("what could not be kept is sent again with the next token, and nothing is sent while the screen is locked", async () => {
  await bringPreferencesBack();
  asked.mockRejectedValue(new Error("offline"));
  prefer({ navCollapsed: true });
  await flushPreferences();
  session.set({ status: "locked", me: null });
  const before = sent().length;
  await flushPreferences();
  expect(sent()).toHaveLength(before);
  asked.mockResolvedValue({} as never);
  session.set({ status: "active", me: null });
  await flushPreferences();
  expect(sent().length).toBeGreaterThan(before);
  expect(preferencesText()).toBeNull();
});
