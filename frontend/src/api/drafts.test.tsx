import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { clearDrafts, hasDrafts, keepDrafts, useDraft } from "@/lib/drafts";
import { call } from "./client";
import { bringDraftsBack } from "./drafts";
import { ApiError, offlineProblem } from "./problem";
import { session } from "./session";

vi.mock("./client", () => ({ call: vi.fn() }));

const asked = vi.mocked(call);
const kept = (key: string, content: unknown) => [
  "draft_keep",
  { body: { key, content: JSON.stringify(content) }, key: null },
];

beforeEach(() => {
  vi.useFakeTimers();
  clearDrafts();
  asked.mockReset();
  asked.mockResolvedValue({ items: [] } as never);
  session.set({ status: "active", me: null });
});

afterEach(() => {
  keepDrafts(null);
  vi.useRealTimers();
});

it("what is typed is kept a moment after the last change, and then nothing is lost with the tab", async () => {
  await bringDraftsBack();
  const { result } = renderHook(() => useDraft("message:1", () => ""));
  act(() => result.current.change("Half"));
  act(() => result.current.change("Half written"));
  expect(hasDrafts()).toBe(true);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked.mock.calls.slice(1)).toEqual([kept("message:1", "Half written")]);
  expect(hasDrafts()).toBe(false);
});

it("what is saved or given up is not kept any more", async () => {
  await bringDraftsBack();
  const { result } = renderHook(() => useDraft("message:2", () => ""));
  act(() => result.current.change("Half"));
  await vi.advanceTimersByTimeAsync(5_000);
  act(() => result.current.discard());
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked.mock.lastCall).toEqual(["draft_discard", { body: { key: "message:2" }, key: null }]);
});

it("what could not be kept stays in the tab and is tried again", async () => {
  await bringDraftsBack();
  asked.mockRejectedValueOnce(new Error("offline"));
  const { result } = renderHook(() => useDraft("message:3", () => ""));
  act(() => result.current.change("Half"));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(hasDrafts()).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(hasDrafts()).toBe(false);
});

it("a locked screen sends nothing until the password", async () => {
  await bringDraftsBack();
  const { result } = renderHook(() => useDraft("message:4", () => ""));
  act(() => result.current.change("Half"));
  session.set({ status: "locked", me: null });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveBeenCalledTimes(1);
  session.set({ status: "active", me: null });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.mock.lastCall).toEqual(kept("message:4", "Half"));
});

it("what was typed elsewhere is there again, with the fields that the form got since", async () => {
  const items = [{ key: "call:1", content: '{"text":"Half written"}', saved_at: "2026-03-02T10:00:00Z" }];
  asked.mockResolvedValueOnce({ items } as never);
  expect(await bringDraftsBack()).toBe(1);
  const { result } = renderHook(() => useDraft("call:1", () => ({ text: "", minutes: 5 })));
  expect(result.current.value).toEqual({ text: "Half written", minutes: 5 });
  expect(hasDrafts()).toBe(false);
});

it("nothing is kept before it is known what there was, and a list that comes late is not lost", async () => {
  const items = [
    { key: "message:5", content: '"Half"', saved_at: "2026-03-02T10:00:00Z" },
    { key: "message:6", content: "no form wrote this", saved_at: "2026-03-02T10:00:00Z" },
  ];
  asked.mockRejectedValueOnce(new ApiError(offlineProblem()));
  asked.mockResolvedValueOnce({ items } as never);
  const back = bringDraftsBack();
  const { result } = renderHook(() => useDraft("message:7", () => ""));
  act(() => result.current.change("Typed"));
  await vi.advanceTimersByTimeAsync(6_000);
  expect(asked.mock.calls).toEqual([["draft_list", {}]]);
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(await back).toBe(1);
  expect(renderHook(() => useDraft("message:5", () => "")).result.current.value).toBe("Half");
  expect(asked.mock.calls.slice(1)).toEqual([["draft_list", {}], kept("message:7", "Typed")]);
});

it("what the server refuses is not sent again, and the tab asks before it is closed", async () => {
  await bringDraftsBack();
  asked.mockRejectedValueOnce(new ApiError({ ...offlineProblem(), status: 422, code: "invalid" }));
  const { result } = renderHook(() => useDraft("message:8", () => ""));
  act(() => result.current.change("Half"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(2);
  expect(hasDrafts()).toBe(true);
});

it("who leaves the tab keeps what they typed at once", async () => {
  await bringDraftsBack();
  const { result } = renderHook(() => useDraft("message:9", () => ""));
  act(() => result.current.change("Half"));
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(0);
  const [operation, input] = kept("message:9", "Half");
  expect(asked.mock.lastCall).toEqual([operation, { ...(input as object), keepalive: true }]);
  hidden.mockRestore();
});

it("who saves and leaves the tab gives up what was kept, although the tab is gone", async () => {
  await bringDraftsBack();
  const { result } = renderHook(() => useDraft("message:15", () => ""));
  act(() => result.current.change("Half"));
  await vi.advanceTimersByTimeAsync(5_000);
  act(() => result.current.discard());
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(0);
  const body = { key: "message:15" };
  expect(asked.mock.lastCall).toEqual(["draft_discard", { body, key: null, keepalive: true }]);
  hidden.mockRestore();
});

it("words that overtook older ones go once more after both, for nobody knows which came last", async () => {
  await bringDraftsBack();
  const { result } = renderHook(() => useDraft("message:16", () => ""));
  let answer: (value: never) => void = () => undefined;
  asked.mockReturnValueOnce(new Promise<never>((resolve) => (answer = resolve)) as never);
  act(() => result.current.change("Half"));
  await vi.advanceTimersByTimeAsync(5_000);
  act(() => result.current.change("Half written"));
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(0);
  hidden.mockRestore();
  answer(undefined as never);
  await vi.advanceTimersByTimeAsync(60_000);
  const [operation, input] = kept("message:16", "Half written");
  expect(asked.mock.calls.slice(1)).toEqual([
    kept("message:16", "Half"),
    [operation, { ...(input as object), keepalive: true }],
    kept("message:16", "Half written"),
  ]);
});

it("a tab that is left waits for no answer, and only what fits goes on without it", async () => {
  await bringDraftsBack();
  asked.mockReturnValue(new Promise<never>(() => undefined) as never);
  for (const key of ["message:10", "message:11", "message:12"]) {
    const { result } = renderHook(() => useDraft(key, () => ""));
    act(() => result.current.change("x".repeat(9_000)));
  }
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(0);
  const sent = asked.mock.calls.slice(1).map(([, input]) => input.keepalive ?? false);
  expect(sent).toEqual([true, true, false]);
  hidden.mockRestore();
});

it("what is kept beyond the first page comes back too, before anything takes its place", async () => {
  const item = (key: string) => ({ key, content: '"Half"', saved_at: "2026-03-02T10:00:00Z" });
  asked.mockResolvedValueOnce({ items: [item("message:13")], next: "c2" } as never);
  asked.mockResolvedValueOnce({ items: [item("message:14")], next: null } as never);
  expect(await bringDraftsBack()).toBe(2);
  expect(asked.mock.lastCall).toEqual(["draft_list", { query: { cursor: "c2" } }]);
  expect(renderHook(() => useDraft("message:14", () => "")).result.current.value).toBe("Half");
});
